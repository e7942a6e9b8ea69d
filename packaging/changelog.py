"""Read packaging/CHANGELOG.md, so that packages and releases tell the same news.

python3 packaging/changelog.py 1.2.0      print the news of one version
"""

import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).resolve().parent / "CHANGELOG.md"
HEADING = re.compile(r"^## (?P<version>\d+\.\d+\.\d+)(?: \((?P<state>in the making)\)| – (?P<day>\d{4}-\d{2}-\d{2}))$")


@dataclass(frozen=True, slots=True)
class Release:
    """What is new in one version; a version in the making has no day yet."""

    version: str
    day: date | None
    news: tuple[str, ...]


def releases(text: str | None = None) -> list[Release]:
    """All versions, the newest first; a heading that is not understood is an error."""
    found: list[Release] = []
    for part in re.split(r"^(?=## )", FILE.read_text("utf-8") if text is None else text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        match = HEADING.match(heading)
        if match is None:
            raise ValueError(f"“{heading}” is not of the form “## 1.2.3 – 2026-11-25” or “## 1.2.3 (in the making)”")
        day = date.fromisoformat(match["day"]) if match["day"] else None
        news = tuple(" ".join(item.split()) for item in re.split(r"^- ", body, flags=re.MULTILINE)[1:])
        found.append(Release(match["version"], day, news))
    return found


def main(arguments: list[str]) -> int:
    """Print the news of one version."""
    for release in releases():
        if [release.version] == arguments:
            print("\n".join(f"- {item}" for item in release.news))
            return 0
    sys.exit(f"The changelog has no version {' '.join(arguments)}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
