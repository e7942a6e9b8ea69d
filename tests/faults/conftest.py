from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root() -> Path:
    """The checkout, for programs that a test starts."""
    return ROOT
