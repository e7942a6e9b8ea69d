"""Install what packaging/build.py made for one user, use it, upgrade it and remove it, all in a home of its own.

    python3 packaging/try_portable.py

Ends with an error where something is missing, does not start, loses progress or stays behind.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / ".build" / "out"
NOTE = "# Widget queues\n\n- Default wait of a widget: 30 seconds\n- Longest wait of a widget: 12 hours\n"
SECONDS_TO_START = 30


def main() -> int:
    """Try every step in order."""
    installers = sorted(OUT.glob("*.run"))
    if not installers:
        sys.exit("There is nothing to try: run packaging/build.py first.")
    with tempfile.TemporaryDirectory(prefix="certdeck home ") as folder:
        home = Path(folder)
        values = {"HOME": folder, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        values |= {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
        if "DISPLAY" not in values:
            values["QT_QPA_PLATFORM"] = "offscreen"
        run(["sh", str(installers[-1])], values)
        program = home / ".local/bin/certdeck"
        require(program.exists(), "the program is not in ~/.local/bin")
        require((home / ".local/share/applications/certdeck.desktop").exists(), "the menu entry is missing")
        notes = home / "my notes"
        notes.mkdir()
        (notes / "widgets.md").write_text(NOTE, "utf-8")
        counts = json.loads(run([str(program), "ingest", str(notes), "--json"], values))
        require(counts["cards"] == 2, f"the notes gave {counts['cards']} cards, not 2")
        other = home / "other notes"
        shutil.copytree(notes, other)
        seconds = start_window(program, other, values)
        run(["sh", str(installers[-1])], values)
        stats = json.loads(run([str(program), "stats", "--json"], values))
        require(bool(stats), "the progress is gone after an upgrade")
        run(["sh", str(installers[-1]), "--remove"], values)
        left = [path for path in home.rglob("*certdeck*") if is_left_behind(path, home)]
        require(not left, f"left behind: {left}")
        require((home / ".local/share/certdeck/progress.db").exists(), "removing took the progress along")
    print(f"installed, started in {seconds:.1f} s, used, upgraded and removed")
    return 0


def start_window(program: Path, notes: Path, values: dict[str, str]) -> float:
    """Open the window on notes, wait until it has read them, and end it as a desktop would."""
    log = Path(values["HOME"]) / ".cache/certdeck/certdeck.log"
    state = Path(values["HOME"]) / ".config/certdeck/settings.json"
    require(str(notes) not in state.read_text("utf-8"), "the notes were open before")
    begun = time.monotonic()
    window = subprocess.Popen([str(program), str(notes)], env=values)
    try:
        while str(notes) not in state.read_text("utf-8"):
            require(window.poll() is None, f"the window ended with {window.returncode}")
            require(time.monotonic() - begun < SECONDS_TO_START, "the window did not open the notes")
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        time.sleep(2)
        require(window.poll() is None, f"the window ended with {window.returncode}")
    finally:
        window.terminate()
        window.wait(10)
    require("Traceback" not in (log.read_text("utf-8") if log.exists() else ""), "the log tells of a crash")
    return seconds


def is_left_behind(path: Path, home: Path) -> bool:
    """Whether a path is of the program; data, settings and log are the learner's."""
    own = (".local/share/certdeck", ".config/certdeck", ".cache/certdeck")
    return not any(path == home / name or (home / name) in path.parents for name in own)


def run(command: list[str], values: dict[str, str]) -> str:
    """Run a step and give what it said."""
    done = subprocess.run(command, env=values, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def require(is_so: bool, otherwise: str) -> None:
    """Stop with words unless it is so."""
    if not is_so:
        sys.exit(f"The installed Certdeck fails: {otherwise}.")


if __name__ == "__main__":
    if not shutil.which("xz"):
        sys.exit("The installer unpacks with xz: install xz-utils.")
    sys.exit(main())
