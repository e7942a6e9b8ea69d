"""Write and read the icon files of Windows and macOS; both are simple boxes of pictures in several sizes."""

import struct
from collections.abc import Mapping
from pathlib import Path

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {  # type → pixels; those of "@2x" hold the same pixels as the next size
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
PNG = b"\x89PNG\r\n\x1a\n"


def write_ico(pictures: Mapping[int, Path], target: Path) -> None:
    """An .ico of PNG files, one for each size; Windows reads these since Vista."""
    sizes = sorted(pictures)
    data = [pictures[size].read_bytes() for size in sizes]
    offset = 6 + 16 * len(sizes)
    head = [struct.pack("<HHH", 0, 1, len(sizes))]
    for size, picture in zip(sizes, data, strict=True):
        side = size % 256  # 0 stands for 256
        head.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    target.write_bytes(b"".join([*head, *data]))


def read_ico(file: Path) -> dict[int, bytes]:
    """The pictures of an .ico by size."""
    content = file.read_bytes()
    reserved, kind, number = struct.unpack_from("<HHH", content)
    if (reserved, kind) != (0, 1):
        raise ValueError("not an .ico")
    found = {}
    for index in range(number):
        side, _, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", content, 6 + 16 * index)
        found[side or 256] = content[offset : offset + length]
    return found


def write_icns(pictures: Mapping[int, Path], target: Path) -> None:
    """An .icns of PNG files."""
    parts = []
    for kind, size in ICNS_TYPES.items():
        picture = pictures[size].read_bytes()
        parts.append(kind + struct.pack(">I", len(picture) + 8) + picture)
    body = b"".join(parts)
    target.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)


def read_icns(file: Path) -> dict[bytes, bytes]:
    """The pictures of an .icns by type."""
    content = file.read_bytes()
    kind, length = struct.unpack_from(">4sI", content)
    if kind != b"icns" or length != len(content):
        raise ValueError("not an .icns")
    found, place = {}, 8
    while place < length:
        name, size = struct.unpack_from(">4sI", content, place)
        found[name] = content[place + 8 : place + size]
        place += size
    return found


def side_of(png: bytes) -> int:
    """How many pixels a PNG is wide."""
    if not png.startswith(PNG):
        raise ValueError("not a PNG")
    width: int = struct.unpack_from(">I", png, 16)[0]
    return width
