"""Install what packaging/build.py made, start it, use it, upgrade it and remove it.

    python3 packaging/try_linux.py                 the form for one user, in a home of its own
    python3 packaging/try_linux.py all             every form; .deb and .rpm need root
    python3 packaging/try_linux.py deb             one form: portable, appdir, deb, rpm

The packages are tried in a bare Debian 12 without Python, made by debootstrap: what they declare as dependencies must
be enough. Windows open on a screen of their own (Xvfb). Ends with an error where something is missing, does not start,
loses progress or stays behind.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import build_linux
from screen import Screen, screen
from shared import OUT, WORK, NotBuilt, version

NOTE = "# Widget queues\n\n- Default wait of a widget: 30 seconds\n- Longest wait of a widget: 12 hours\n"
SECONDS_TO_START = 60
OLDER = "0.0.1"  # a package of the same tree that claims to be older, to upgrade from
BARE = WORK / "debian12.tar"
LEARNER = "learner"
OWN = (".local/share/certdeck", ".config/certdeck", ".cache/certdeck")  # data, settings and log are the learner's


@dataclass(frozen=True)
class Place:
    """Where a form is installed, and how a command is given there."""

    home: Path  # as we see it
    seen_home: str  # as the program sees it
    program: str
    before: Sequence[str] = ()  # what a command begins with, to get there
    values: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run the program and give what it said."""
        return run([*self.before, self.program, *arguments], self.values, typed=typed)


def main(arguments: list[str]) -> int:
    """Try one form or all of them."""
    forms: dict[str, Callable[[Screen], str]] = {
        "portable": try_portable,
        "appdir": try_appdir,
        "deb": try_deb,
        "rpm": try_rpm,
    }
    wanted = list(forms) if arguments == ["all"] else arguments or ["portable"]
    if unknown := set(wanted) - set(forms):
        raise NotBuilt(f"{', '.join(sorted(unknown))} is no form; there are {', '.join(forms)} and all")
    for name in wanted:
        with screen() as shown:
            begun = time.monotonic()
            print(f"{name}: {forms[name](shown)} ({time.monotonic() - begun:.0f} s)", flush=True)
    return 0


def built(pattern: str) -> Path:
    """What the build made."""
    found = sorted(OUT.glob(pattern))
    if not found:
        raise NotBuilt("there is nothing to try: run packaging/build.py first")
    return found[-1]


# The forms


def try_portable(shown: Screen) -> str:
    """The file that installs for one user."""
    installer = str(built("*.run"))
    with own_home() as (home, values):
        place = Place(home, str(home), str(home / ".local/bin/certdeck"), values=values | {"DISPLAY": shown.display})
        run(["sh", installer], values)
        entry = home / ".local/share/applications/certdeck.desktop"
        require(f'Exec="{place.program}" %f' in entry.read_text("utf-8"), "the menu entry names another program")
        if shutil.which("desktop-file-validate"):
            run(["desktop-file-validate", str(entry)], values)
        if shutil.which("update-desktop-database"):
            cache = (entry.parent / "mimeinfo.cache").read_text("utf-8")
            require("text/markdown=certdeck.desktop" in cache, "notes are not opened by association")
        seconds = use(place, shown)
        run(["sh", installer], values)
        check_progress(place)
        run(["sh", installer, "--remove"], values)
        left = [path for path in home.rglob("*certdeck*") if not is_own(path, home)]
        require(not left, f"left behind: {left}")
        require((home / OWN[0] / "progress.db").exists(), "removing took the progress along")
    return f"installed, started in {seconds:.2f} s, used, upgraded and removed"


def try_appdir(shown: Screen) -> str:
    """What an AppImage holds, run where it lies."""
    with own_home() as (home, values):
        program = str(WORK / "Certdeck.AppDir" / "AppRun")
        place = Place(home, str(home), program, values=values | {"DISPLAY": shown.display})
        seconds = use(place, shown)
    return f"started in {seconds:.2f} s and used"


def try_deb(shown: Screen) -> str:
    """The .deb, with what it declares and nothing more."""
    with bare_debian() as root:
        older = build_linux.package("deb", OLDER, WORK / "older")
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for package in (older, built("*.deb")):
            shutil.copy(package, root / "tmp")
        inside(root, *apt, f"/tmp/{older.name}")
        require(not inside(root, "sh", "-c", "command -v python3 || true"), "the dependencies bring Python")
        place = learner_in(root, shown)
        seconds = use(place, shown)
        inside(root, *apt, f"/tmp/{built('*.deb').name}")
        check_progress(place)
        inside(root, "apt-get", "purge", "-y", "-qq", "certdeck")
        check_removed(root)
    return f"installed, started in {seconds:.2f} s, used, upgraded and removed in a bare Debian 12"


def try_rpm(shown: Screen) -> str:
    """The .rpm, whose libraries Debian lends: the names of its dependencies are those of Fedora."""
    if not shutil.which("rpm"):
        raise NotBuilt("rpm is missing: install rpm")
    with bare_debian() as root:
        run([*build_linux_dependencies(root)], dict(os.environ))
        older = build_linux.package("rpm", OLDER, WORK / "older")
        rpm = ["rpm", "--root", str(root), "--nodeps", "--nosignature"]
        run([*rpm, "--install", str(older)], dict(os.environ))
        place = learner_in(root, shown)
        seconds = use(place, shown)
        run([*rpm, "--upgrade", str(built("*.rpm"))], dict(os.environ))
        check_progress(place)
        run([*rpm, "--erase", "certdeck"], dict(os.environ))
        check_removed(root)
    return f"installed, started in {seconds:.2f} s, used, upgraded and removed"


# What is done with each


def use(place: Place, shown: Screen) -> float:
    """Read notes, answer a card, open the window on other notes; give the seconds until it was painted."""
    require(place.run("--version").strip() == f"Certdeck {version()}", "it says another version")
    notes = place.home / "my notes"
    notes.mkdir()
    (notes / "widgets.md").write_text(NOTE, "utf-8")
    counts = json.loads(place.run("ingest", f"{place.seen_home}/my notes", "--json"))
    require(counts["cards"] == 2, f"the notes gave {counts['cards']} cards, not 2")
    place.run("drill", typed="\n3\nq\n")
    check_progress(place)
    drawn = json.loads(place.run("diagrams", "/usr/lib/certdeck/_internal/app/content/notes", "--json")) if (
        place.program == "/usr/bin/certdeck"
    ) else None  # fmt: skip
    require(drawn is None or bool(drawn), "the bundled notes are missing")
    return start_window(place, shown)


def check_progress(place: Place) -> None:
    """The one answer is still known, with the notes open that it belongs to."""
    place.run("ingest", f"{place.seen_home}/my notes", "--json")
    answered = json.loads(place.run("stats", "--json"))["reviewed_today"]
    require(answered == 1, f"{answered} answers are known, not 1")


def start_window(place: Place, shown: Screen) -> float:
    """Open the window on notes by their folder, wait until it is painted and has read them, and end it."""
    other = place.home / "other notes"
    shutil.copytree(place.home / "my notes", other)
    seen = f"{place.seen_home}/other notes"
    log, state = place.home / ".cache/certdeck/certdeck.log", place.home / ".config/certdeck/settings.json"
    require(seen not in state.read_text("utf-8"), "the notes were open before")
    begun = time.monotonic()
    window = subprocess.Popen([*place.before, place.program, seen], env=place.values)
    try:
        require(shown.wait_until_painted(SECONDS_TO_START), "no window was painted")
        seconds = time.monotonic() - begun
        while seen not in state.read_text("utf-8"):
            require(window.poll() is None, f"the window ended with {window.returncode}")
            require(time.monotonic() - begun < SECONDS_TO_START, "the window did not open the notes")
            time.sleep(0.05)
        time.sleep(2)
        require(window.poll() is None, f"the window ended with {window.returncode}")
    finally:
        window.terminate()
        window.wait(10)
    require("Traceback" not in (log.read_text("utf-8") if log.exists() else ""), "the log tells of a crash")
    return seconds


# Places


@contextlib.contextmanager
def own_home() -> Iterator[tuple[Path, dict[str, str]]]:
    """A home that goes again, with a space in its name."""
    with tempfile.TemporaryDirectory(prefix="certdeck home ") as folder:
        yield Path(folder), {"HOME": folder, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


@contextlib.contextmanager
def bare_debian() -> Iterator[Path]:
    """A root with a bare Debian 12 in it; the archive that it is unpacked from is made once."""
    if os.geteuid() or not shutil.which("debootstrap"):
        raise NotBuilt("a bare Debian needs root and debootstrap")
    with tempfile.TemporaryDirectory(prefix="certdeck-debian-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "root"
        if BARE.exists():
            root.mkdir()
            run(["tar", "-xpf", str(BARE), "-C", str(root)], dict(os.environ))
        else:
            run(["debootstrap", "--variant=minbase", "bookworm", str(root)], dict(os.environ))
            run(["tar", "-cpf", str(BARE), "-C", str(root), "."], dict(os.environ))
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        for proxy in Path("/etc/apt/apt.conf.d").glob("*proxy*"):
            shutil.copy(proxy, root / "etc/apt/apt.conf.d")
        sockets = root / "tmp/.X11-unix"
        sockets.mkdir(mode=0o1777)
        run(["mount", "--bind", "/tmp/.X11-unix", str(sockets)], dict(os.environ))
        try:
            yield root
        finally:
            run(["umount", str(sockets)], dict(os.environ))


def learner_in(root: Path, shown: Screen) -> Place:
    """Somebody who is not root, in that root."""
    inside(root, "useradd", "--create-home", LEARNER)
    home = root / "home" / LEARNER
    values = {"HOME": f"/home/{LEARNER}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": shown.display}
    return Place(
        home,
        values["HOME"],
        "/usr/bin/certdeck",
        ["/usr/sbin/chroot", f"--userspec={LEARNER}:{LEARNER}", str(root)],
        values,
    )


def inside(root: Path, *command: str) -> str:
    """Run something in that root, as root."""
    values = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    values |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return run(["/usr/sbin/chroot", str(root), *command], values)


def build_linux_dependencies(root: Path) -> list[str]:
    """The command that installs what the .deb declares, without the .deb."""
    told = run(["dpkg-deb", "--field", str(built("*.deb")), "Depends"], dict(os.environ))
    names = [part.split("|")[0].split("(")[0].strip() for part in told.split(",")]
    apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    return ["env", "DEBIAN_FRONTEND=noninteractive", "/usr/sbin/chroot", str(root), *apt]


def check_removed(root: Path) -> None:
    """Nothing of the program is left, and all of the learner's is there."""
    home = root / "home" / LEARNER
    places = [root / name for name in ("usr", "etc", "opt", "var/lib", "home")]
    found = [path for place in places for path in place.rglob("*certdeck*")]
    left = [path for path in found if not is_own(path, home)]
    require(not left, f"left behind: {left}")
    require((home / OWN[0] / "progress.db").exists(), "removing took the progress along")


def is_own(path: Path, home: Path) -> bool:
    """Whether a path is the learner's."""
    return any(path == home / name or (home / name) in path.parents for name in OWN)


def run(command: Sequence[str], values: dict[str, str], *, typed: str = "") -> str:
    """Run a step and give what it said."""
    done = subprocess.run(command, env=values, capture_output=True, text=True, check=False, input=typed)
    name = " ".join(Path(word).name for word in command[:6])
    require(done.returncode == 0, f"{name} ended with {done.returncode}: {(done.stderr or done.stdout)[-800:]}")
    return done.stdout


def require(is_so: bool, otherwise: str) -> None:
    """Stop with words unless it is so."""
    if not is_so:
        sys.exit(f"The installed Certdeck fails: {otherwise}.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotBuilt as error:
        sys.exit(f"Certdeck was not tried: {error}.")
