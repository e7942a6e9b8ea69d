"""What nobody should have to look at: overlaps, edges through boxes, slivers; in every bundled diagram."""

import os
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import pytest

from app.domain.diagram import Diagram, Entry, Form, Node
from app.domain.layout import Box, Label, Layout, Point, Route
from app.domain.note import Source
from app.errors import LayoutError
from app.kinds.picture import lexicon_of, pictures
from app.notes.parse import parse
from app.render.arrange import straight
from app.render.boxes import size_of
from app.render.crossings import Lines, crossings
from app.render.dot import placing, readable
from app.render.engine import MOST_KEPT, Engine, shipped
from app.render.layout import MOST_CROSSINGS, NARROWEST, WIDEST, place, place_all
from app.render.seating import seated
from app.services.lexicon import lexicon

NOTES = Path(__file__).parent.parent.parent / "content" / "notes"
SLACK = 1.0  # points
SMALLEST = 11  # of the words in a picture, points at its own size


def measure(words: str, role: str) -> tuple[float, float]:
    """Letters as wide as those of the window, without Qt."""
    return len(words) * {"node": 7.2, "entry": 6.6, "edge": 6.1, "group": 6.6, "head": 6.6}[role], 16.0


def bundled() -> Iterator[Diagram]:
    for path in sorted(NOTES.glob("*.md")):
        note = parse(path.read_text(encoding="utf-8"), path.name).note
        for section in note.walk():
            yield from pictures(section, lexicon_of(note, lexicon())).diagrams


DIAGRAMS = [
    pytest.param(diagram, id=f"{diagram.source.path[:2]} {diagram.kind} {diagram.title[:40]}") for diagram in bundled()
]
every_diagram = pytest.mark.parametrize("diagram", DIAGRAMS)


@every_diagram
def test_nothing_overlaps(diagram: Diagram) -> None:
    layout = place(diagram, measure, Engine(shipped()))
    for one, other in combinations(layout.boxes, 2):
        assert not overlap(one, other), f"{one.lines} lies on {other.lines}"
    for route in layout.routes:
        if route.label is not None:
            label = Box("", route.label.x, route.label.y, route.label.width, route.label.height, ())
            assert not any(overlap(label, box) for box in layout.boxes), f"{route.label.lines} lies on a box"


@every_diagram
def test_no_edge_runs_through_a_box_that_it_does_not_join(diagram: Diagram) -> None:
    layout = place(diagram, measure, Engine(shipped()))
    if diagram.form is Form.LIFELINES:  # messages pass other lifelines below their boxes
        return
    for route in layout.routes:
        edge = diagram.edges[route.edge]
        for box in layout.boxes:
            if box.id not in (edge.tail, edge.head):
                assert not any(inside(point, box) for point in along(route.points)), (
                    f"{edge.tail} → {edge.head} runs through {box.id}"
                )


@every_diagram
def test_it_fits_a_page(diagram: Diagram) -> None:
    layout = place(diagram, measure, Engine(shipped()))
    assert NARROWEST <= layout.aspect <= WIDEST, f"{layout.width:.0f} × {layout.height:.0f}"
    fits = max(min(510 / layout.width, 680 / layout.height), min(780 / layout.width, 430 / layout.height))
    assert fits * SMALLEST >= 7, "the smallest words would be too small on A4"


@every_diagram
def test_every_part_has_a_line_and_a_rule(diagram: Diagram) -> None:
    assert diagram.steps
    for edge in diagram.edges:
        assert edge.rule
        assert edge.source.path == diagram.source.path
        assert edge.source.first >= 1
    for node in diagram.nodes:
        assert node.source.first >= 1


def test_the_same_bytes_twice() -> None:
    first = [readable(diagram) for diagram in bundled()]
    assert first == [readable(diagram) for diagram in bundled()]
    layouts = [place(diagram, measure, Engine(shipped())) for diagram in list(bundled())[:6]]
    assert layouts == [place(diagram, measure, Engine(shipped())) for diagram in list(bundled())[:6]]


@pytest.mark.dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="needs the system's Graphviz")
@every_diagram
def test_both_engines_agree(diagram: Diagram) -> None:
    ours = place(diagram, measure, Engine(shipped()))
    theirs = place(diagram, measure, Engine(Path(str(shutil.which("dot")))))
    if diagram.groups:  # between clusters the versions break ties in other ways; both must be fit to be seen
        assert not any(overlap(one, other) for one, other in combinations(theirs.boxes, 2))
        return
    for one, other in zip(ours.boxes, theirs.boxes, strict=True):
        assert abs(one.x - other.x) <= SLACK, one.id
        assert abs(one.y - other.y) <= SLACK, one.id


def test_no_word_of_a_note_reaches_the_engine() -> None:
    text = (
        '# T ^t\n\n## Way\n\n<!-- diagram: flow -->\n\n- "];evil[image="/etc/passwd → B\\N (<b>x</b>)\n- B\\N → C | D\n'
    )
    (diagram,) = (one for section in parse(text, "n.md").note.walk() for one in pictures(section, lexicon()).diagrams)
    dot = placing(diagram, {node.id: size_of(node, measure) for node in diagram.nodes}, measure, is_downward=False)
    assert "evil" not in dot
    assert "passwd" not in dot
    assert place(diagram, measure, Engine(shipped())).boxes


def test_a_chain_beside_a_ring_loses_nothing() -> None:
    text = "# T ^t\n\n## Way\n\n<!-- diagram: flow -->\n\n- A → B\n- C → D\n- D → E\n- E → C\n"
    (diagram,) = (one for section in parse(text, "n.md").note.walk() for one in pictures(section, lexicon()).diagrams)
    layout = place(diagram, measure, Engine(shipped()))
    assert [box.id for box in layout.boxes] == ["a", "b", "c", "d", "e"]
    assert len(layout.routes) == 4


@every_diagram
def test_edges_cross_three_times_at_the_most(diagram: Diagram) -> None:
    if diagram.form is Form.GRAPH:
        assert crossings(Lines(place(diagram, measure, Engine(shipped())).routes)) <= MOST_CROSSINGS


def test_crossings_are_counted_but_not_where_edges_part() -> None:
    def line(number: int, start: Point, end: Point) -> Route:
        return Route(number, straight(start, end))

    across = (line(0, (0, 0), (100, 100)), line(1, (0, 100), (100, 0)), line(2, (0, 50), (100, 60)))
    assert crossings(Lines(across)) == 3
    fan = (line(0, (0, 0), (100, 100)), line(1, (0, 0), (100, 50)), line(2, (0, 4), (100, 0)))
    assert crossings(Lines(fan)) == 0


def test_many_are_placed_together_as_each_alone() -> None:
    found = list(bundled())[:30]
    assert place_all(found, measure, Engine(shipped())) == [place(one, measure, Engine(shipped())) for one in found]


def test_one_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    program = tmp_path / "picky"
    program.write_text(
        f'#!/bin/sh\nread -r all\ncase "$all" in *bad*) exit 1;; esac\necho "$all" | "{shipped()}" "$1"\n'
    )
    program.chmod(0o755)
    good, bad = "digraph good { a -> b }", "digraph bad { a -> b }"
    first, second, third = Engine(program).lay_out_all([good + " ", bad, good])
    assert isinstance(second, LayoutError)
    assert not isinstance(first, LayoutError)
    assert first == third


def test_a_layout_that_was_kept_needs_no_program(tmp_path: Path) -> None:
    found = list(bundled())[:30]
    fresh = place_all(found, measure, Engine(shipped(), tmp_path))
    gone = Engine(tmp_path / "gone" / shipped().name, tmp_path)
    assert place_all(found, measure, gone) == fresh


def test_kept_layouts_do_not_pile_up(tmp_path: Path) -> None:
    for number in range(MOST_KEPT):
        path = tmp_path / f"{number}.json"
        path.touch()
        os.utime(path, (number, number))
    kept = Engine(shipped(), tmp_path)
    kept.lay_out_all(["digraph { a -> b }"])
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == MOST_KEPT // 2 + 1
    assert "0.json" not in left
    assert f"{MOST_KEPT - 1}.json" in left
    assert kept.known("digraph { a -> b }") is not None


def test_a_layout_that_runs_is_stopped(tmp_path: Path) -> None:
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    program.chmod(0o755)
    stop = Event()
    Timer(0.3, stop.set).start()
    begun = monotonic()
    diagrams = [one for one in bundled() if one.groups and one.edges][:2]
    answers = place_all(diagrams, measure, Engine(program, None, stop))
    assert monotonic() - begun < 5
    assert [str(answer) for answer in answers] == ["You stopped the drawing of this diagram."] * len(diagrams)


def test_a_list_box_opens() -> None:
    at = Source("n.md", 1, 1)
    entries = tuple(Entry(f"Service {number}", at) for number in range(20))
    folded = size_of(Node("n", "Sources", at, entries=entries), measure)
    assert folded.entries[-1] == "+ 8 more"
    whole = size_of(Node("n", "Sources", at, entries=entries, is_open=True), measure)
    assert len(whole.entries) == 21
    assert whole.height > folded.height


def test_a_missing_engine_says_what_is_shown_instead(tmp_path: Path) -> None:
    diagram = next(one for one in bundled() if one.groups and one.edges)
    with pytest.raises(LayoutError, match="shown as a list"):
        place(diagram, measure, Engine(tmp_path / "nothing"))


def test_answers_are_kept_and_a_damaged_one_is_asked_again(tmp_path: Path) -> None:
    diagram = next(one for one in bundled() if one.groups and one.edges)
    first = place(diagram, measure, Engine(shipped(), tmp_path))
    kept = list(tmp_path.glob("*.json"))
    assert kept
    for path in kept:
        path.write_text("{")
    assert place(diagram, measure, Engine(shipped(), tmp_path)) == first
    assert all(len(path.read_text()) > 100 for path in kept)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > SLACK and down > SLACK


def inside(point: Point, box: Box) -> bool:
    x, y = point
    return box.x + SLACK < x < box.x + box.width - SLACK and box.y + SLACK < y < box.y + box.height - SLACK


def along(points: tuple[Point, ...]) -> Iterator[Point]:
    """Points on a Bézier line, sixteen a piece."""
    for first in range(0, len(points) - 3, 3):
        p, q, r, s = points[first : first + 4]
        for step in range(17):
            t = step / 16
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield (
                a * p[0] + b * q[0] + c * r[0] + d * s[0],
                a * p[1] + b * q[1] + c * r[1] + d * s[1],
            )


def test_words_come_to_sit_on_their_line_where_another_runs_as_near() -> None:
    def way(y: float, label: Label | None = None) -> Route:
        return Route(0 if label else 1, ((0.0, y), (50.0, y), (150.0, y), (200.0, y)), label)

    between = Label(80.0, 22.0, 40.0, 12.0, ("words",), "edge")
    near, far = way(40.0, between), way(18.0)
    (moved, _) = _seated(Layout(200.0, 100.0, (), (near, far))).routes
    assert moved.label is not None
    assert moved.label.y + moved.label.height / 2 == 40.0
    clear = Layout(200.0, 100.0, (), (near, way(80.0)))
    assert _seated(clear) == clear
    box = Box("box", 60.0, 34.0, 100.0, 12.0, ("in the way",))
    blocked = Layout(200.0, 100.0, (box,), (near, far))
    assert _seated(blocked) == blocked


def _seated(layout: Layout) -> Layout:
    return seated(layout, Lines(layout.routes))
