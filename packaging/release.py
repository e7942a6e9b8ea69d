"""Cut a release: version, changelog, tag, packages.

    python3 packaging/release.py 1.2.0             say what would be done
    python3 packaging/release.py 1.2.0 --do        do it: commit, tag v1.2.0, build the packages of this system

The changelog's first heading must be “## 1.2.0 (in the making)”; it gets today's day. The working tree must be clean.
Nothing is pushed: `git push --follow-tags` starts the builds of all systems (.github/workflows/build.yml), which attach
their packages to the tag.
"""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import changelog
from shared import OUT, ROOT, NotBuilt, version

VERSION_FILE = ROOT / "app" / "__init__.py"


def main(arguments: list[str]) -> int:
    """Check everything first, then do it if that is asked."""
    wanted = [word for word in arguments if not word.startswith("-")]
    if len(wanted) != 1 or not re.fullmatch(r"\d+\.\d+\.\d+", wanted[0]):
        raise NotBuilt("say the new version, such as: python3 packaging/release.py 1.2.0")
    number, today = wanted[0], date.today()
    check(number)
    print(f"Certdeck {number}, {today}:")
    for item in changelog.releases()[0].news:
        print(f"  - {item}")
    if "--do" not in arguments:
        print("Nothing was changed. Add --do to cut it.")
        return 0
    write(number, today)
    git("commit", "--quiet", "--message", f"Release {number}", "--", str(VERSION_FILE), str(changelog.FILE))
    git("tag", "--annotate", f"v{number}", "--message", f"Certdeck {number}")
    print(f"Tagged v{number}.", flush=True)
    built = subprocess.run([sys.executable, str(ROOT / "packaging/build.py")], check=False).returncode
    if built:
        raise NotBuilt(f"the tag v{number} stands, but the packages were not built; mend it and run packaging/build.py")
    print(f"The packages are in {OUT.relative_to(ROOT)}. Now: git push --follow-tags")
    return 0


def check(number: str) -> None:
    """See that this can be the next version."""
    newest = changelog.releases()[0]
    if newest.day is not None or newest.version != number:
        raise NotBuilt(f"the changelog does not begin with “## {number} (in the making)”")
    if not newest.news:
        raise NotBuilt(f"the changelog tells nothing of {number}")
    tags = git("tag", "--list", "v*").split()
    if f"v{number}" in tags:
        raise NotBuilt(f"v{number} exists already")
    if as_numbers(number) < as_numbers(version()) or any(as_numbers(tag[1:]) > as_numbers(number) for tag in tags):
        raise NotBuilt(f"{number} comes before what there is")
    if git("status", "--porcelain").strip():
        raise NotBuilt("there are changes that are not committed")


def write(number: str, today: date) -> None:
    """Put the version into the program, and the day into the changelog."""
    replace(VERSION_FILE, f'__version__ = "{version()}"', f'__version__ = "{number}"')
    replace(changelog.FILE, f"## {number} (in the making)", f"## {number} – {today}")


def replace(file: Path, old: str, new: str) -> None:
    """Replace words that are there once."""
    text = file.read_text("utf-8")
    if text.count(old) != 1:
        raise NotBuilt(f"{file.name} does not say “{old}” once")
    file.write_text(text.replace(old, new), "utf-8", newline="\n")


def as_numbers(number: str) -> tuple[int, ...]:
    """A version, to compare; what is no version comes first."""
    return tuple(int(part) for part in number.split(".")) if re.fullmatch(r"\d+\.\d+\.\d+", number) else ()


def git(*words: str) -> str:
    """Ask git."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotBuilt(f"git {words[0]} says: {(done.stderr or done.stdout).strip()}")
    return done.stdout


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (NotBuilt, ValueError) as error:
        sys.exit(f"Not released: {error}.")
