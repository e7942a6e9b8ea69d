"""On macOS: open the image that packaging/build.py made, copy the program out of it, and use it in a home of its own.

    python3 packaging/try_macos.py

Ends with an error where something is missing, is not signed, or does not start.
"""

import json
import os
import plistlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shared import IDENTIFIER, OUT, version

NOTE = "# Widget queues\n\n- Default wait of a widget: 30 seconds\n- Longest wait of a widget: 12 hours\n"


def main() -> int:
    """Try every step in order."""
    images = sorted(OUT.glob("*.dmg"))
    require(bool(images), "there is nothing to try: run packaging/build.py first")
    with tempfile.TemporaryDirectory(prefix="certdeck home ") as folder:
        home = Path(folder)
        mounted = home / "image"
        run("hdiutil", "attach", images[-1], "-nobrowse", "-readonly", "-mountpoint", mounted)
        try:
            require((mounted / "Applications").is_symlink(), "the image has no folder to drag the program to")
            run("ditto", mounted / "Certdeck.app", home / "Certdeck.app")
        finally:
            run("hdiutil", "detach", mounted)
        bundle = home / "Certdeck.app"
        info = plistlib.loads((bundle / "Contents/Info.plist").read_bytes())
        require(info["CFBundleShortVersionString"] == version(), "another version is named")
        require(info["CFBundleIdentifier"] == IDENTIFIER, "another identifier is named")
        require((bundle / "Contents/Resources" / info["CFBundleIconFile"]).exists(), "the icon is missing")
        run("codesign", "--verify", "--deep", "--strict", bundle)
        program = bundle / "Contents/MacOS/certdeck"
        values = {**os.environ, "CERTDECK_HOME": str(home / "data")}
        require(run(program, "--version", values=values).strip() == f"Certdeck {version()}", "it says another version")
        notes = home / "notes"
        notes.mkdir()
        (notes / "widgets.md").write_text(NOTE, "utf-8")
        counts = json.loads(run(program, "ingest", notes, "--json", values=values))
        require(counts["cards"] == 2, f"the notes gave {counts['cards']} cards, not 2")
        start_window(program, values)
    print("opened, copied, verified, started and used")
    return 0


def start_window(program: Path, values: dict[str, str]) -> None:
    """Open the window, see that it lives, and end it."""
    window = subprocess.Popen([str(program)], env=values)
    try:
        end = time.monotonic() + 15
        while time.monotonic() < end:
            require(window.poll() is None, f"the window ended with {window.returncode}")
            time.sleep(0.5)
    finally:
        window.terminate()
        window.wait(30)


def run(*words: object, values: dict[str, str] | None = None) -> str:
    """Run a step and give what it said."""
    done = subprocess.run([str(word) for word in words], env=values, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"{words[0]} ended with {done.returncode}: {done.stderr[-800:]}")
    return done.stdout


def require(is_so: bool, otherwise: str) -> None:
    """Stop with words unless it is so."""
    if not is_so:
        sys.exit(f"The built Certdeck fails: {otherwise}.")


if __name__ == "__main__":
    if sys.platform != "darwin":
        sys.exit("This is for macOS; on Linux there is packaging/try_linux.py.")
    sys.exit(main())
