"""Gather the licence of everything that a build holds.

    python packaging/notices.py FILE       write the notices of the pinned packages, as a build does

resources/components.toml says what there is; the texts come from the packages themselves, from packaging/licences, and
for libraries of the building system from its packages. What has none ends the build. certdeck.spec calls `write`.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "packaging" / "licences"
COMPONENTS = ROOT / "resources" / "components.toml"
LICENCE_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS|THIRD-PARTY|OFL-|MIT-)[^/]*$", re.IGNORECASE)


class NoNotice(Exception):
    """Something is shipped whose licence nobody wrote down."""


def main(arguments: list[str]) -> int:
    """Write the notices of what is pinned, without libraries of a build."""
    write(Path(arguments[0]))
    return 0


def write(target: Path, libraries: Iterable[Path] = ()) -> None:
    """Write all notices as JSON, those of the given libraries of the system among them."""
    notices = [notice(component) for component in components()] + of_the_system(libraries)
    if missing := without_entry():
        raise NoNotice(f"resources/components.toml says nothing of: {', '.join(missing)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notices, ensure_ascii=False, indent=1), "utf-8")
    target.with_suffix(".txt").write_text("\n\n".join(as_text(one) for one in notices), "utf-8")


def components() -> list[dict[str, object]]:
    """The entries of the list."""
    return list(tomllib.loads(COMPONENTS.read_text("utf-8"))["component"])


def pinned() -> dict[str, str]:
    """The packages of the program with their versions."""
    text = (ROOT / "packaging" / "requirements.txt").read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def without_entry() -> list[str]:
    """Pinned packages that the list does not have."""
    return sorted(set(map(plain, pinned())) - {plain(str(component["name"])) for component in components()})


def notice(component: dict[str, object]) -> dict[str, str]:
    """One component with its version and all its texts."""
    name = str(component["name"])
    found = installed(name)
    texts = [str(component["about"]).strip()] if "about" in component else []
    texts += [(TEXTS / str(file)).resolve().read_text("utf-8").strip() for file in component.get("texts", [])]  # type: ignore[attr-defined]
    texts += texts_of(found) if found else []
    if not any(len(text) > 200 for text in texts):
        raise NoNotice(f"{name} has no licence text: put one into packaging/licences and name it in components.toml")
    return {
        "name": name,
        "version": found.version if found else python_version(name),
        "licence": str(component["licence"]),
        "use": str(component["use"]),
        "text": "\n\n\n".join(texts),
    }


def installed(name: str) -> Distribution | None:
    """The installed package of that name."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def texts_of(package: Distribution) -> list[str]:
    """The licence texts that a package brings."""
    files = [
        file for file in package.files or () if LICENCE_FILE.search(str(file)) and file.suffix not in (".py", ".pyc")
    ]
    texts = [Path(str(file.locate())).read_text("utf-8", "replace").strip() for file in sorted(files)]
    return list(dict.fromkeys(texts))


def of_the_system(libraries: Iterable[Path]) -> list[dict[str, str]]:
    """Notices of libraries that the building system lends, by the packages they belong to."""
    packages: dict[str, list[str]] = {}
    for library in sorted(set(libraries)):
        packages.setdefault(package_of(library), []).append(library.name)
    return [
        {
            "name": name,
            "version": "",
            "licence": "see its text",
            "use": f"a library of the system on which this was built: {', '.join(files)}",
            "text": debian_text(name),
        }
        for name, files in packages.items()
    ]


def package_of(library: Path) -> str:
    """The Debian package that a library belongs to."""
    for path in dict.fromkeys((library, library.resolve(), Path(str(library.resolve()).removeprefix("/usr")))):
        try:
            found = subprocess.run(["dpkg-query", "-S", str(path)], capture_output=True, text=True, check=False)
        except OSError as error:
            raise NoNotice(
                f"{library} is of the system, which has no dpkg to ask: build on Debian or Ubuntu"
            ) from error
        if found.returncode == 0:
            return found.stdout.split(":", 1)[0]
    raise NoNotice(f"{library} belongs to no package, so its licence is not known")


def debian_text(package: str) -> str:
    """What the system says of a package's licence, with the common licences that it refers to left by name."""
    file = Path("/usr/share/doc") / package / "copyright"
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError as error:
        raise NoNotice(f"{package} came without its copyright file ({file})") from error


def python_version(name: str) -> str:
    """The version of Python for Python itself, and nothing for what has no version of its own."""
    return "{}.{}.{}".format(*sys.version_info[:3]) if name == "Python" else ""


def plain(name: str) -> str:
    """A package's name in the one spelling that compares."""
    return re.sub(r"[-_.]+", "-", name).lower()


def as_text(one: dict[str, str]) -> str:
    """A notice as text, for the documentation of a package."""
    head = f"{one['name']} {one['version']}".strip()
    return f"{'=' * 78}\n{head}\n{one['use']}\nLicence: {one['licence']}\n{'=' * 78}\n\n{one['text']}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
