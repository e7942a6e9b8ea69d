"""The log keeps what a report needs and never fills the disk."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import log

LOGGER = logging.getLogger("app.test_log")


@pytest.fixture
def path(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Path]:
    """Where the log goes; asking for caplog allows warnings."""
    assert caplog
    yield tmp_path / "cache" / "certdeck.log"
    log.stop()


def test_lines_are_kept_with_their_level(path: Path) -> None:
    log.start(path)
    LOGGER.info("opened %s", "notes")
    LOGGER.debug("not this one")
    assert "INFO" in log.tail(path)
    assert "opened notes" in log.tail(path)
    assert "not this one" not in log.tail(path)


def test_only_warnings_reach_the_terminal(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.start(path)
    LOGGER.info("quiet")
    LOGGER.warning("loud")
    assert capsys.readouterr().err == "WARNING: loud\n"


def test_full_file_moves_aside_and_old_ones_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LIMIT_BYTES", 2_000)
    log.start(path)
    for number in range(300):
        LOGGER.info("line %d", number)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["certdeck.log", "certdeck.log.1", "certdeck.log.2"]
    assert all(file.stat().st_size < 2_200 for file in files)
    assert "line 299" in log.tail(path)


def test_second_start_does_not_double_the_lines(path: Path) -> None:
    log.start(path)
    log.start(path)
    LOGGER.info("once")
    assert path.read_text().count("once") == 1


def test_log_that_cannot_be_kept_is_said_and_nothing_breaks(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.mkdir(parents=True)
    log.start(path)
    LOGGER.warning("still heard")
    assert "No log is kept" in capsys.readouterr().err
    assert log.tail(path) == ""


def test_tail_is_as_long_as_asked(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("".join(f"{number}\n" for number in range(100)))
    assert log.tail(path, lines=3) == "97\n98\n99"
