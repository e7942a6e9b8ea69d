"""Certdeck without a window: the same services, for terminals and scripts."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from app import __version__, cli_exam, log, paths
from app.domain.diagram import Diagram
from app.domain.problem import Problem
from app.domain.review import Rating
from app.errors import AlreadyThere, AppError
from app.services import compare, diagrams, export, ingest, plan, preferences, stats, study, today
from app.services.context import Services
from app.terminal import DONE, FAILED, FINDINGS, STOPPED, WRONG_USE
from app.terminal import ask as _ask
from app.terminal import complain as _complain
from app.terminal import count as _count
from app.terminal import existing as _existing
from app.terminal import jsonable as _jsonable
from app.terminal import note as _note
from app.terminal import one_line as _one_line
from app.terminal import print_json as _print_json
from app.terminal import progress as _progress
from app.terminal import say as _say
from app.terminal import services as _services
from app.terminal import services_if_any as _services_if_any
from app.terminal import settings as _settings

T = TypeVar("T")

_MOST_RECENT = 10
_PICTURES = ("pdf", "svg", "png", "worksheet", "dot")  # a worksheet is a PDF
_FORMATS = {"diagrams": _PICTURES, "comparisons": _PICTURES[:4], "booklet": _PICTURES[:4]}
_ARRANGED = {"diagrams": "page", "comparisons": "flow", "booklet": "flow"}
_SCALES = (50, 400)  # of tiles, in per cent

_DESCRIPTION = "Markdown notes become cards to study. Without a command the window opens."
_AFTER = """\
Each command takes --json, and --help. PATH is a folder of notes, or one file.
exit codes: 0 done · 1 problems · 2 wrong use · 3 file or disk · 130 stopped
CERTDECK_HOME moves progress, settings and log into one folder."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        chosen = _parser().parse_args(argv)
    except SystemExit as end:  # argparse has said what is wrong
        return end.code if isinstance(end.code, int) else WRONG_USE
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except AppError as error:
        _complain(error)
        return FAILED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    finally:
        log.stop()
    return code


def _ingest(chosen: argparse.Namespace) -> int:
    root = _existing(chosen.path)
    folder = _folder_name(root)
    with _services() as services:
        report = ingest.ingest(services, root, folder=folder, progress=_progress("Reading notes")).value
        _choose_folder(services, folder)
    counts = {name: getattr(report, name) for name in _COUNTS}
    if chosen.json:
        _print_json(counts)
    else:
        _say(", ".join(_count(number, name) for name, number in counts.items()) + f" in {report.seconds:.1f} s")
        moved = {name: getattr(report.ledger, name) for name in ("added", "changed", "parked", "returned")}
        _say("cards: " + ", ".join(f"{number} {name}" for name, number in moved.items()))
        if report.problems:
            _note(f"{_count(report.problems, 'problems')}: certdeck check {chosen.path} lists them")
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    root = _existing(chosen.path) if chosen.path else paths.notes_folder(_settings().notes_folder)
    found = ingest.problems_in(root)
    if chosen.json:
        _print_json({"problems": [_jsonable(problem) for problem in found]})
    else:
        for problem in found:
            _say(_line_of(problem, root))
        _note(_count(len(found), "problems") if found else "no problems")
    return FINDINGS if found else DONE


def _cards(chosen: argparse.Namespace) -> int:
    root = _existing(chosen.path)
    with _services_if_any() as services:
        found = ingest.cards_in(root, services=services, folder=_folder_name(root))
    if chosen.json:
        _print_json(
            [
                {
                    "id": card_id,
                    "kind": card.kind,
                    "rule": card.rule,
                    "front": card.front,
                    "back": card.back,
                    "note": card.source.path,
                    "line": card.source.first,
                }
                for card_id, card in found
            ]
        )
    else:
        for _, card in found:
            place = f"{card.source.path}:{card.source.first}"
            _say(f"{place}: {_one_line(card.front)} → {_one_line(card.back)} [{card.kind}]")
        _note(_count(len(found), "cards"))
    return DONE


def _due(chosen: argparse.Namespace) -> int:
    with _services() as services:
        view = today.today(services).value
    if chosen.json:
        _print_json(_jsonable(view))
        return DONE
    _say(f"{view.new} new, {view.learning} learning, {view.review} to review: about {_count(view.minutes, 'minutes')}")
    if not view.total_cards:
        _note("No notes have been read yet: certdeck ingest PATH")
    elif view.next_due and not view.new + view.learning + view.review:
        _say(f"next card: {view.next_due.astimezone():%Y-%m-%d %H:%M}")
    if view.days_left is not None:
        _say(f"{_count(view.days_left, 'days')} to the exam" if view.days_left else "the exam is today")
    return DONE


def _minutes(words: str) -> int:
    if not words.isdecimal() or not 1 <= int(words) <= 60 * 24:
        raise argparse.ArgumentTypeError(f"{words} is no number from 1 to {60 * 24}")
    return int(words)


def _plan(chosen: argparse.Namespace) -> int:
    with _services() as services:
        tried = {"exam_date": chosen.date and chosen.date.isoformat(), "minutes_per_day": chosen.minutes}
        settings = replace(services.settings, **{name: value for name, value in tried.items() if value})
        found = plan.outlook(services.with_settings(settings)).value
    if chosen.json:
        _print_json(_jsonable(found))
        return DONE
    if found is None:
        _note("A plan needs cards and the day of the exam: certdeck plan --date 2027-01-31 --minutes 45")
        return DONE
    _say(f"{_count(found.days, 'days')} to the exam, {found.to_meet} of {found.cards - found.met} new cards fit")
    for part in found.parts:
        _say(
            f"{part.title}: {part.as_it_is:.0%} recalled on the day without more study, {part.by_plan:.0%} by the plan"
        )
    whole = f"all of {found.exam_name} by its weights" if found.exam_name else "all cards"
    _say(f"{whole}: {found.as_it_is:.0%} → {found.by_plan:.0%}; today {_count(found.new[0], 'new cards')}")
    return DONE


def _stats(chosen: argparse.Namespace) -> int:
    with _services() as services:
        summary = stats.summary(services).value
    if chosen.json:
        _print_json(_jsonable(summary))
        return DONE
    _say(f"answered today: {summary.reviewed_today}")
    for name, share in (("young", summary.retention_young), ("mature", summary.retention_mature)):
        _say(f"retention, {name} cards: " + ("not known yet" if share is None else f"{share:.0%}"))
    for day, number in summary.due_forecast[:7]:
        _say(f"due {day:%a %Y-%m-%d}: {number}")
    return DONE


def _diagrams(chosen: argparse.Namespace) -> int:
    found = diagrams.in_notes(_existing(chosen.path))
    if chosen.json:
        _print_json([_described(one) for one in found])
        return DONE
    for one in found:
        place = f"{one.source.path}:{one.source.first}"
        _say(f"{place}: {' › '.join(one.heading_path)} [{one.kind}, {one.rule}, {one.why.score:g} points]")
        for number, step in enumerate(one.steps, 1):
            _say(f"    {number}. {step.label}")
    _note(_count(len(found), "diagrams"))
    return DONE


def _described(one: Diagram) -> dict[str, object]:
    """A diagram as others read it: every node and edge with its line."""
    groups = [
        {"id": group.id, "label": group.label, "in": group.parent, "line": group.source.first} for group in one.groups
    ]
    nodes = [
        {
            "id": node.id,
            "label": node.label,
            "category": node.category,
            "in": node.group,
            "entries": [{"label": entry.label, "line": entry.source.first} for entry in node.entries],
            "line": node.source.first,
        }
        for node in one.nodes
    ]
    edges = [
        {
            "from": edge.tail,
            "to": edge.head,
            "label": edge.label,
            "drawn": edge.line.value,
            "rule": edge.rule,
            "line": edge.source.first,
        }
        for edge in one.edges
    ]
    return {
        "title": one.title,
        "heading": list(one.heading_path),
        "kind": one.kind,
        "rule": one.rule,
        "score": one.why.score,
        "runner_up": one.why.runner_up,
        "cues": list(one.why.cues),
        "note": one.source.path,
        "line": one.source.first,
        "nodes": nodes,
        "edges": edges,
        "groups": groups,
        "steps": [step.label for step in one.steps],
    }


def _export_pictures(chosen: argparse.Namespace) -> int:
    """Write diagrams, comparisons, or both as one booklet."""
    root = _existing(chosen.notes) if chosen.notes else paths.notes_folder(_settings().notes_folder)
    drawn = diagrams.in_notes(root) if chosen.what != "comparisons" else ()
    tables = compare.in_notes(root) if chosen.what != "diagrams" else ()
    if not drawn and not tables:
        _note(f"These notes have no {'diagrams' if chosen.what == 'diagrams' else 'comparisons'}.")
        return FINDINGS

    def write(overwrite: bool) -> tuple[Path, ...]:
        if chosen.format == "dot":
            return diagrams.write_dot(drawn, chosen.out, overwrite=overwrite)
        from app.paint import command  # Qt, which no other command needs

        is_worksheet = chosen.worksheet or chosen.format == "worksheet"
        form = "pdf" if is_worksheet else chosen.format
        fit = chosen.arrange or _ARRANGED[chosen.what]
        paper = command.paper_of(chosen.paper, is_worksheet=is_worksheet, fit=fit, turn=chosen.turn, tile=chosen.tile)
        title = "Worksheet" if is_worksheet else chosen.what.capitalize()
        return command.write(
            drawn, tables, form, chosen.out, diagrams.lay_out,
            paper=paper, title=title, overwrite=overwrite, progress=_progress("Writing pages"),
        )  # fmt: skip

    written = _asking(write, chosen)
    if written is None:
        return STOPPED
    if chosen.json:
        files = [str(path) for path in written]
        _print_json({"diagrams": len(drawn), "comparisons": len(tables), "files": files})
    else:
        parts = [_count(len(found), name) for found, name in ((drawn, "diagrams"), (tables, "comparisons")) if found]
        _say(f"{' and '.join(parts)} in {_count(len(written), 'files')}: {chosen.out}")
    return DONE


def _export(chosen: argparse.Namespace) -> int:
    known = _FORMATS.get(chosen.what) or tuple(form.id for form in export.formats())
    if chosen.format not in known:
        _note(f"usage: certdeck export {chosen.what} --format {{{','.join(known)}}} --out FILE")
        _note(f"{chosen.what.capitalize()} cannot be written as {chosen.format}.")
        return WRONG_USE
    if chosen.tile is not None and not _SCALES[0] <= chosen.tile <= _SCALES[1]:
        _note(f"Tiles are drawn at {_SCALES[0]} to {_SCALES[1]} per cent, not {chosen.tile}.")
        return WRONG_USE
    if chosen.what in _FORMATS:
        return _export_pictures(chosen)
    with _services() as services:
        written = _asking(
            lambda overwrite: export.export(services, chosen.format, chosen.out, overwrite=overwrite).value, chosen
        )
    if written is None:
        return STOPPED
    if chosen.json:
        _print_json(_jsonable(written))
    else:
        _note(f"{_count(written.cards, 'cards')} written to {written.path}")
    return DONE


def _asking(write: Callable[[bool], T], chosen: argparse.Namespace) -> T | None:
    """Write; where a file is in the way, ask whoever sits at the terminal. None is a no."""
    try:
        return write(chosen.replace)
    except AlreadyThere as error:
        if chosen.json or not sys.stdin.isatty():
            raise
        if _ask(f"{error.message} Write over it? y, or Enter to leave it: ") not in ("y", "yes"):
            _note("Nothing was written.")
            return None
    return write(True)


def _drill(chosen: argparse.Namespace) -> int:
    with _services() as services:
        return _Drill(services, chosen.json).run()


class _Drill:
    """Study in a terminal or through a pipe: one line in, one step on."""

    def __init__(self, services: Services, wants_json: bool) -> None:
        self.services = services
        self.wants_json = wants_json
        self.session = study.start(services).value
        self.answers: list[study.Answer] = []

    def run(self) -> int:
        """Go on until no card is left or the learner has had enough."""
        while self.session.current is not None and self._step():
            pass
        if self.wants_json:
            _print_json({"answered": len(self.answers), "left": sum(self.session.counts)})
        elif self.session.current is not None:
            _say(f"{_count(len(self.answers), 'cards')} answered, {sum(self.session.counts)} left.")
        elif self.session.waits_until is not None:
            _say(f"Nothing is left now; the next card comes at {self.session.waits_until.astimezone():%H:%M}.")
        else:
            _say(f"{_count(len(self.answers), 'cards')} answered. Nothing is left for today.")
        return DONE

    def _step(self) -> bool:
        card = self.session.current
        assert card is not None
        self._show(f"\n— {sum(self.session.counts)} left · {' › '.join(card.card.heading_path)}", card.card.front)
        asked = _ask("Enter shows the answer, u takes back, q ends: ")
        if asked in ("u", "q", None):
            return self._undo() if asked == "u" else False
        self.session.reveal()
        self._show("", card.card.back, f"({card.card.source.path}:{card.card.source.first})")
        previews = self.session.previews()
        buttons = "  ".join(
            f"{rating.value} {rating.name.capitalize()} ({_span(previews[rating])})" for rating in previews
        )
        started = datetime.now()
        while True:
            asked = _ask(f"{buttons}  Enter is Good: ")
            if asked in ("u", "q", None):
                return self._undo() if asked == "u" else False
            if asked in ("", "1", "2", "3", "4"):
                break
        taken = datetime.now() - started
        return self._rate(Rating(int(asked or Rating.GOOD)), max(0, round(taken / timedelta(milliseconds=1))))

    def _rate(self, rating: Rating, taken_ms: int) -> bool:
        answer = self.session.rate(rating, taken_ms)
        try:
            study.record(self.services, answer)
        except AppError:
            self.session.step_back(answer)
            raise
        self.session.acknowledge(answer)
        self.answers.append(answer)
        return True

    def _undo(self) -> bool:
        undone = study.undo(self.services).value
        if undone is None:
            _note("There is nothing to take back.")
            return True
        _note(f"Taken back: {undone.name}")
        if self.answers and undone.card_id == self.answers[-1].review.card_id:
            self.session.step_back(self.answers.pop())
        return True

    def _show(self, *lines: str) -> None:
        if not self.wants_json:
            for line in lines:
                _say(line)


def _span(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    if minutes < 60:
        return f"{max(1, round(minutes))} min"
    if minutes < 60 * 24:
        return f"{round(minutes / 60)} h"
    return f"{round(minutes / 60 / 24)} d"


# What the commands share


_COUNTS = ("notes", "sections", "topics", "cards", "comparisons", "diagrams", "problems")


def _choose_folder(services: Services, folder: str) -> None:
    """Let the other commands, and the window, work on the folder that was read last."""
    old = services.settings
    if folder != old.notes_folder:
        recent = tuple(name for name in (old.notes_folder, *old.recent_folders) if name != folder)
        kept = tuple(dict.fromkeys(recent))[:_MOST_RECENT]
        preferences.change(services, replace(old, notes_folder=folder, recent_folders=kept))


def _folder_name(root: Path) -> str:
    resolved = root.resolve()
    return paths.BUNDLED if resolved == paths.notes_folder(paths.BUNDLED).resolve() else str(resolved)


def _line_of(problem: Problem, root: Path) -> str:
    path = root if root.is_file() else root / problem.path
    return f"{path}:{problem.line}: {problem.message}"


# The arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="certdeck",
        usage="certdeck [-h] [--version] COMMAND …",
        description=_DESCRIPTION,
        epilog=_AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Certdeck {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", prog="certdeck", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
        return command

    def takes_path(command: argparse.ArgumentParser, *, number: str | None = None) -> None:
        command.add_argument("path", type=Path, nargs=number, metavar="PATH", help="a folder of notes, or one file")

    takes_path(add("ingest", _ingest, "read notes, and study these from now on"))
    takes_path(add("check", _check, "say what is wrong in notes, as path:line: message"), number="?")
    takes_path(add("cards", _cards, "list every card that the notes give"))
    add("due", _due, "say what waits today")
    planned = add("plan", _plan, "say what the days to the exam are good for")
    planned.add_argument("--date", type=date.fromisoformat, metavar="DAY", help="the day of the exam, as 2027-01-31")
    planned.add_argument("--minutes", type=_minutes, metavar="NUMBER", help="minutes a day, 1 to 1440")
    add("drill", _drill, "study here: Enter, 1 to 4, u takes back, q ends")
    add("stats", _stats, "say how well it goes")
    drawn = add("diagrams", _diagrams, "list what notes draw, with the line of every part")
    takes_path(drawn)
    exporting = add("export", _export, "write cards for other programs, diagrams or tables to print")
    exporting.usage = "certdeck export WHAT --format FORMAT --out FILE [options]"
    formats = [*(form.id for form in export.formats()), *_PICTURES]
    exporting.add_argument("what", choices=["cards", *_FORMATS], help="what to write")
    exporting.add_argument("--format", required=True, choices=formats, metavar="FORMAT", help=", ".join(formats))
    exporting.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to")
    exporting.add_argument("--notes", type=Path, metavar="PATH", help="diagrams of these notes, not of the open ones")
    exporting.add_argument("--replace", action="store_true", help="write over a file that is there")
    exporting.add_argument("--force", action="store_true", dest="replace", help=argparse.SUPPRESS)
    exporting.add_argument("--paper", choices=["A4", "Letter"], default="A4", help="paper of a PDF")
    exporting.add_argument("--turn", choices=["auto", "portrait", "landscape"], default="auto", help="how pages lie")
    exporting.add_argument("--arrange", choices=["page", "flow"], help="one diagram a page, or several")
    exporting.add_argument(
        "--tile", type=int, nargs="?", const=200, metavar="PERCENT", help="diagrams over several pages, to be glued"
    )
    exporting.add_argument("--worksheet", action="store_true", help="words left out, with the key at the end")
    cli_exam.add_to(commands)
    return parser
