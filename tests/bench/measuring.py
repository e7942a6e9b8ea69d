"""Time things fairly: interleaved, several times, and always against a peer in the same run."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Some runs of one thing, in seconds."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.name}: {1e3 * self.median:.2f} ms ({1e3 * low:.2f}–{1e3 * high:.2f}, n={len(self.seconds)})"


def time_of(run: Callable[[], object]) -> float:
    """One run, with the garbage of the one before out of the way."""
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def compare(named: dict[str, Callable[[], object]], *, runs: int = 7) -> list[Times]:
    """Run several things in turn, so that a busy moment of the machine meets all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in named}
    for run in named.values():
        run()
    for _ in range(runs):
        for name, run in named.items():
            seconds[name].append(time_of(run))
    return [Times(name, tuple(found)) for name, found in seconds.items()]


def report(title: str, ours: Times, peer: Times, *, target: float | None = None) -> None:
    """Print both figures and their ratio, with the target that it should keep."""
    wanted = f", target ≤ {target:g} ×" if target else ""
    print(f"\n{title}\n  {ours}\n  {peer}\n  ratio {ours.median / peer.median:.2f} ×{wanted}")


def report_limit(title: str, ours: Times, *, limit_ms: float) -> None:
    """Print a figure beside the limit that it should keep."""
    print(f"\n{title}\n  {ours}, p99 {1e3 * ours.percentile(0.99):.2f} ms\n  limit {limit_ms:g} ms")
