"""Measure what learners feel: size and start of what packaging/build.py made, against the source and a plain build.

    python3 packaging/measure.py            the built program and the source (.venv)
    python3 packaging/measure.py default    PyInstaller's default of the same program as well (takes two minutes)

A start is timed from the command until the window covers half of a screen of its own (Xvfb), the programs in turn,
after one start of each that nobody counts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from screen import screen
from shared import OUT, PYTHON, ROOT, TREE, WORK, NotBuilt, run, size_of

RUNS = 15
SECONDS = 60
DEFAULT = WORK / "default"


def main(arguments: list[str]) -> int:
    """Print sizes, then starts."""
    programs = {
        "built": [str(TREE / "certdeck")],
        "source": [str(ROOT / ".venv/bin/python"), "-P", "-m", "app"],
    }
    if arguments == ["default"]:
        programs["PyInstaller's default"] = [str(make_default() / "certdeck")]
        print(f"PyInstaller's default  {size_of(DEFAULT / 'certdeck') / 1e6:.0f} MB")
    print(f"built                  {size_of(TREE) / 1e6:.0f} MB")
    for package in sorted(OUT.glob("*certdeck*")):
        print(f"{package.name:38} {package.stat().st_size / 1e6:.1f} MB")
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory(prefix="certdeck-measure-") as home:
        for number in range(RUNS + 1):
            for name, command in programs.items():
                taken = start(command, Path(home) / name)
                if number:
                    seconds[name].append(taken)
    for name, taken_all in seconds.items():
        middle = statistics.median(taken_all)
        ratio = middle / statistics.median(seconds["source"])
        best = min(taken_all) / min(seconds["source"])
        print(f"{name:22} {middle:.3f} s ({min(taken_all):.3f}–{max(taken_all):.3f})", end="")
        print(f", {ratio:.2f} × source by the median, {best:.2f} × by the quickest")
    return 0


def start(command: list[str], home: Path) -> float:
    """Seconds from the command to a painted window."""
    with screen() as shown:
        values = {**os.environ, "PYTHONPATH": str(ROOT), "CERTDECK_HOME": str(home), "DISPLAY": shown.display}
        for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
            values.pop(name, None)
        begun = time.perf_counter()
        window = subprocess.Popen(command, env=values, cwd=home.parent)
        try:
            if not shown.wait_until_painted(SECONDS):
                raise NotBuilt(f"{command[0]} showed no window")
            taken = time.perf_counter() - begun
            time.sleep(2)
        finally:
            window.terminate()
            window.wait(10)
    return taken


def make_default() -> Path:
    """The same program as PyInstaller makes it when it is told only what is needed to run."""
    data = [f"--add-data={ROOT / name}:{target}" for name, target in (
        ("content", "app/content"), ("resources", "app/resources"), ("app/store/migrations", "app/store/migrations"),
    )]  # fmt: skip
    run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--name", "certdeck", "--onedir",
        "--distpath", DEFAULT, "--workpath", WORK / "default-work", "--specpath", WORK, "--paths", ROOT,
        "--collect-submodules", "app", "--hidden-import", "sqlalchemy.dialects.sqlite",
        "--hidden-import", "logging.config", *data, ROOT / "packaging/start.py",
    )  # fmt: skip
    return DEFAULT / "certdeck"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotBuilt as error:
        sys.exit(f"Nothing was measured: {error}.")
