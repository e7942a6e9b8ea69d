"""A screen of our own (Xvfb) whose picture can be read, to see when a window has been painted."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from shared import NotBuilt

WIDTH, HEIGHT = 1280, 800
STEP = 16  # every how many bytes of a picture are looked at: one pixel of four


class Screen:
    """A running Xvfb with its picture in a file."""

    def __init__(self, display: str, picture: Path) -> None:
        self.display = display
        self._picture = picture
        self._empty = self.look()

    def look(self) -> bytes:
        """Some pixels of what is on the screen now."""
        return self._picture.read_bytes()[-WIDTH * HEIGHT * 4 :: STEP]

    def painted(self) -> float:
        """The share of the screen that is not as it was when it was empty."""
        now = self.look()
        return sum(map(int.__ne__, now, self._empty)) / len(now)

    def wait_until_painted(self, seconds: float, share: float = 0.5) -> bool:
        """Wait until something covers so much of the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.painted() >= share:
                return True
            time.sleep(0.01)
        return False


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """Start a screen that nobody else sees, and end it."""
    if not shutil.which("Xvfb"):
        raise NotBuilt("Xvfb is missing: install xvfb")
    with tempfile.TemporaryDirectory(prefix="certdeck-screen-") as folder:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-ac", "-fbdir", folder,
             "-nolisten", "tcp"],
            pass_fds=[writing], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        try:
            with os.fdopen(reading) as stream:
                number = stream.readline().strip()
            if not number:
                raise NotBuilt("Xvfb did not start")
            yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait(10)
