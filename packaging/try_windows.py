"""On Windows: install what packaging/build.py made, silently, use it, upgrade it and remove it.

    python packaging/try_windows.py

Works on the account that runs it, so it belongs on a machine that is thrown away. Ends with an error where something is
missing, does not start, loses progress or stays behind.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shared import OUT, version

NOTE = "# Widget queues\n\n- Default wait of a widget: 30 seconds\n- Longest wait of a widget: 12 hours\n"
SECONDS = 60
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Certdeck"


def main() -> int:
    """Try every step in order."""
    import winreg

    installers = sorted(OUT.glob("*-setup.exe"))
    require(bool(installers), "there is nothing to try: run packaging/build.py first")
    local = Path(os.environ["LOCALAPPDATA"])
    folder, data = local / "Programs/Certdeck", local / "certdeck"
    require(not folder.exists() and not data.exists(), "Certdeck is installed here already, or was")
    run(installers[-1], "/S")
    terminal = folder / "certdeck-terminal.exe"
    require(terminal.exists(), f"{terminal} is missing")
    shortcut = Path(os.environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs/Certdeck.lnk"
    require(shortcut.exists(), "the start menu has no entry")
    require(value_of(winreg, UNINSTALL, "DisplayVersion") == version(), "another version is registered")
    opens = value_of(winreg, r"Software\Classes\Certdeck.Note\shell\open\command", "")
    require(opens == f'"{folder / "certdeck.exe"}" "%1"', f"notes are opened with {opens}")
    require(run(terminal, "--version").strip() == f"Certdeck {version()}", "it says another version")
    with tempfile.TemporaryDirectory(prefix="certdeck notes ") as place:
        notes = Path(place)
        (notes / "widgets.md").write_text(NOTE, "utf-8")
        counts = json.loads(run(terminal, "ingest", notes, "--json"))
        require(counts["cards"] == 2, f"the notes gave {counts['cards']} cards, not 2")
        run(terminal, "drill", typed="\n3\nq\n")
        start_window(folder / "certdeck.exe", local / "certdeck")
        run(installers[-1], "/S")
        answered = json.loads(run(terminal, "stats", "--json"))["reviewed_today"]
        require(answered == 1, f"after an upgrade {answered} answers are known, not 1")
    run(folder / "uninstall.exe", "/S", f"_?={folder}")  # waits, which it does not from its own folder
    (folder / "uninstall.exe").unlink(missing_ok=True)
    require(not terminal.exists() and not (folder / "_internal").exists(), "the program is still there")
    require(not shortcut.exists(), "the start menu still has an entry")
    require(value_of(winreg, UNINSTALL, "DisplayVersion") is None, "it is still registered")
    require((data / "progress.db").exists(), "removing took the progress along")
    print("installed, started, used, upgraded and removed")
    return 0


def start_window(program: Path, data: Path) -> None:
    """Open the window, see that it lives and wrote no crash, and end it."""
    window = subprocess.Popen([str(program)])
    try:
        end = time.monotonic() + 15
        while time.monotonic() < end:
            require(window.poll() is None, f"the window ended with {window.returncode}")
            time.sleep(0.5)
    finally:
        window.kill()
        window.wait(SECONDS)
    logs = [file.read_text("utf-8", "replace") for file in data.rglob("certdeck.log")]
    require(not any("Traceback" in text for text in logs), "the log tells of a crash")


def value_of(winreg: object, key: str, name: str) -> object:
    """A value of this user's registry, or None."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:  # type: ignore[attr-defined]
            return winreg.QueryValueEx(opened, name)[0]  # type: ignore[attr-defined]
    except OSError:
        return None


def run(program: Path, *arguments: object, typed: str = "") -> str:
    """Run a step and give what it said."""
    words = [str(program), *map(str, arguments)]
    done = subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", check=False, input=typed, timeout=600
    )
    require(done.returncode == 0, f"{program.name} ended with {done.returncode}: {done.stderr[-800:]}")
    return done.stdout


def require(is_so: bool, otherwise: str) -> None:
    """Stop with words unless it is so."""
    if not is_so:
        sys.exit(f"The installed Certdeck fails: {otherwise}.")


if __name__ == "__main__":
    if sys.platform != "win32":
        sys.exit("This is for Windows; on Linux there is packaging/try_linux.py.")
    sys.exit(main())
