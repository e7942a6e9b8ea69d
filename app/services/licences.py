"""What Certdeck is made of, and under which licences."""

import json
import tomllib
from dataclasses import dataclass
from typing import Any

from app import paths
from app.domain.changes import Outcome
from app.errors import AppError

_FROM_SOURCE = (
    "Its licence text lies with the package in the folder .venv. An installed Certdeck holds the texts of all that it "
    "is made of; `python3 packaging/notices.py FILE` gathers them here."
)
_TEXTS = paths.shipped("packaging/licences")  # of a checkout only


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that Certdeck is made of."""

    name: str
    version: str
    licence: str
    use: str
    text: str


def listing() -> Outcome[tuple[Component, ...]]:
    """List all components, with their licence texts where Certdeck is installed and not run from source."""
    gathered = paths.shipped("resources/notices.json")
    try:
        if gathered.exists():
            return Outcome(tuple(Component(**entry) for entry in json.loads(gathered.read_text("utf-8"))))
        entries = tomllib.loads(paths.shipped("resources/components.toml").read_text("utf-8"))["component"]
        return Outcome(tuple(_from_source(entry) for entry in entries if not entry.get("is_bundled", False)))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise AppError(
            "The list of licences that comes with Certdeck cannot be read.",
            hint="Install Certdeck again.",
            details=str(error),
        ) from error


def _from_source(entry: dict[str, Any]) -> Component:
    texts = [entry["about"].strip()] if "about" in entry else []
    texts += [(_TEXTS / file).read_text("utf-8").strip() for file in entry.get("texts", ())]
    if not entry.get("texts"):
        texts.append(_FROM_SOURCE)
    return Component(entry["name"], "", entry["licence"], entry["use"], "\n\n\n".join(texts))
