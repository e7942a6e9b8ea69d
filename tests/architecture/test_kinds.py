"""Every kind is listed once, has a name of its own and a golden file."""

import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.kinds.cards import CARD_KINDS
from app.kinds.comparisons import COMPARISON_KINDS
from app.kinds.questions import QUESTION_FORMS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("folder", "listed"),
    [("cards", CARD_KINDS), ("comparisons", COMPARISON_KINDS), ("questions", QUESTION_FORMS)],
)
def test_each_module_is_listed_once(folder: str, listed: Sequence[object]) -> None:
    modules = sorted(path.stem for path in (ROOT / "app/kinds" / folder).glob("*.py") if path.stem != "__init__")
    kinds = [importlib.import_module(f"app.kinds.{folder}.{module}").KIND for module in modules]
    assert [kind.name for kind in kinds] == modules
    assert sorted(map(id, kinds)) == sorted(map(id, listed))
    for module in modules:
        assert (ROOT / "tests/golden" / f"{folder}_{module}.md").is_file()
