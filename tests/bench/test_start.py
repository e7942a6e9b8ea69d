"""How long until there is something to see, against a bare window; and how much memory a large store takes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import cli
from tests.bench.measuring import Times, report
from tests.bench.texts import card_notes

pytestmark = pytest.mark.bench

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RUNS = 7


def start(home: Path, *program: str) -> dict[str, object]:
    """Start a program in a fresh process and wait until it has settled."""
    values = {**os.environ, "PYTHONPATH": str(ROOT), "CERTDECK_HOME": str(home)}
    values.pop("PYTHONDONTWRITEBYTECODE", None)  # learners have their modules compiled after the first start
    values.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-P", str(HERE / "painted.py"), str(time.monotonic_ns()), *program]
    result = subprocess.run(command, env=values, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, object] = json.loads(result.stdout.splitlines()[-1])
    return found


def both(home: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Our window and a bare one in turn, after a first start of each that nobody counts."""
    ours, bare = [], []
    for number in range(RUNS + 1):
        one, other = start(home, "-m", "app"), start(home, str(HERE / "bare_window.py"))
        if number:
            ours.append(one)
            bare.append(other)
    return ours, bare


def times(name: str, found: list[dict[str, object]], key: str) -> Times:
    return Times(name, tuple(float(str(one[key])) for one in found))


def test_first_picture_and_today_on_the_bundled_notes(certdeck_home: Path) -> None:
    ours, bare = both(certdeck_home)
    window = times("bare window", bare, "first")
    report("First painted window", times("Certdeck", ours, "first"), window, target=1.4)
    report("Today with true figures", times("Certdeck", ours, "figures"), window, target=3)
    print("  on the screen:", " | ".join(map(str, ours[-1]["texts"]))[:300])  # type: ignore[call-overload]


def test_first_picture_and_memory_with_50_000_cards(
    tmp_path: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card_notes(tmp_path / "notes", 50_000)
    began = time.perf_counter()
    assert cli.main(["ingest", str(tmp_path / "notes"), "--json"]) == 0
    counts = capsys.readouterr().out
    ingest = time.perf_counter() - began
    ours, bare = both(certdeck_home)
    window = times("bare window", bare, "first")
    print("\n50,000 cards:", " ".join(counts.split()), f"read in {ingest:.1f} s")
    report("First painted window, 50,000 cards", times("Certdeck", ours, "first"), window, target=1.4)
    report("Today with true figures, 50,000 cards", times("Certdeck", ours, "figures"), window, target=3)
    for name, found in (("Certdeck", ours), ("bare window", bare)):
        sizes = sorted(float(str(one["pss"])) / 2**20 for one in found)
        print(f"  memory, {name}: {sizes[len(sizes) // 2]:.0f} MiB ({sizes[0]:.0f}–{sizes[-1]:.0f}); limit 150 MiB")
