"""`certdeck exam …`: question banks and profiles, without a window."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app import cli_sit, paths
from app.domain.exam import Profile
from app.domain.problem import Problem
from app.kinds.audit import Audit
from app.services import bank, bank_audit, bank_import, coverage, profiles
from app.services.bank_import import Report
from app.terminal import DONE, FINDINGS, WRONG_USE, count, jsonable, note, print_json, say, services, settings

Command = Callable[[argparse.Namespace], int]


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `exam` with its own commands."""
    words = "mock exams: sit one, and look after banks"
    exam = commands.add_parser("exam", help=words, description=words[0].upper() + words[1:] + ".")
    below = exam.add_subparsers(title="commands", metavar="COMMAND", prog="certdeck exam", required=True)

    def add(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        command = below.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
        return command

    cli_sit.add_to(add)
    add("profiles", _profiles, "list the exams, with what is wrong in your own")
    covering = add("coverage", _coverage, "say what there is for each task: notes, cards, questions")
    covering.add_argument(
        "--profile", default="", metavar="CODE", help="the exam; otherwise the newest that can be sat"
    )
    taking = add("import", _import, "take questions from a file of others into your banks")
    taking.add_argument("file", type=Path, metavar="FILE", help="a text of questions, in any known form")
    taking.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    taking.add_argument("--profile", default="", metavar="CODE", help="the exam that the questions are for")
    taking.add_argument("--task", default="", metavar="TASK", help="the task of that exam that they belong to")
    looking = add("audit", _audit, "say what is weak in question banks")
    looking.add_argument("path", type=Path, nargs="?", metavar="PATH", help="a bank, or a folder of them")
    looking.add_argument("--notes", type=Path, metavar="PATH", help="the notes that the questions lead to")
    looking.add_argument("--profile", default="", metavar="CODE", help="judge the coverage of this exam only")


def _profiles(chosen: argparse.Namespace) -> int:
    found = profiles.load_all()
    default = profiles.default(found.profiles, date.today())
    if chosen.json:
        print_json(
            {
                "default": default.code,
                "profiles": [jsonable(profile) for profile in found.profiles],
                "problems": [jsonable(problem) for problem in found.problems],
            }
        )
    else:
        for profile in found.profiles:
            say(_described(profile) + (" [default]" if profile is default else ""))
        for problem in found.problems:
            note(str(problem))
    return FINDINGS if found.problems else DONE


def _coverage(chosen: argparse.Namespace) -> int:
    known = profiles.load()
    profile = profiles.named(known, chosen.profile) if chosen.profile else profiles.default(known, date.today())
    with services() as own:
        found = coverage.coverage(own, profile, bank.questions(own).value.with_key()).value
    if chosen.json:
        print_json({"profile": profile.code, "tasks": [jsonable(one) for one in found]})
    else:
        for one in found:
            say(f"{one.task.id} {one.task.title}: {count(one.cards, 'cards')}, {count(one.questions, 'questions')}")
            for covered in one.notes:
                say(f"    {covered.title} ({covered.link}): {count(covered.cards, 'cards')}, {covered.known:.0%} known")
            for link in one.missing:
                note(f"    {link} is not in the notes that are open.")
    return DONE


def _described(profile: Profile) -> str:
    days = [
        f"{word} {day}" for word, day in (("from", profile.first_day), ("until", profile.last_day)) if day is not None
    ]
    size = f"{count(profile.questions, 'questions')} in {count(profile.minutes, 'minutes')}"
    parts = [profile.code, profile.name, " ".join(days), size, f"{profile.pass_score} to pass"]
    return " · ".join(filter(None, parts))


def _import(chosen: argparse.Namespace) -> int:
    exam = profiles.named(profiles.load(), chosen.profile) if chosen.profile else None
    if chosen.task and (exam is None or exam.task(chosen.task) is None):
        known = ", ".join(task.id for task in exam.tasks) if exam else ""
        note(f"{exam.code} has no task {chosen.task}; its tasks are {known}." if exam else "--task needs --profile.")
        return WRONG_USE
    code = exam.code if exam else ""
    report = bank_import.import_bank(chosen.file, dry_run=chosen.dry_run, profile=code, task=chosen.task).value
    if chosen.json:
        print_json(jsonable(report))
    else:
        _tell(report, chosen.file.parent, is_dry=chosen.dry_run)
    return DONE if report.questions or report.duplicates else FINDINGS


def _tell(report: Report, folder: Path, *, is_dry: bool) -> None:
    def place(found: Problem) -> str:
        return f"{folder / found.path}:{found.line}: {found.message}"

    for problem in (*report.quarantined, *report.warnings):
        say(place(problem))
    for one in report.duplicates:
        say(f"{folder / one.path}:{one.line}: This question is there already: {one.same_as}.")
    parts = [
        count(report.questions, "questions"),
        f"{len(report.quarantined)} kept aside",
        count(len(report.duplicates), "duplicates"),
        count(len(report.warnings), "warnings"),
    ]
    note(", ".join(parts) + (f" ({', '.join(report.forms)})" if report.forms else ""))
    if report.without_key:
        note(f"{report.without_key} without a key: no exam will ask them.")
    if report.written:
        note(f"written to {report.written}")
    else:
        note("Nothing was written: this was a dry run." if is_dry else "Nothing was written.")


def _audit(chosen: argparse.Namespace) -> int:
    folder = settings().notes_folder if chosen.path else paths.BUNDLED  # bundled banks lead to bundled notes
    root = chosen.notes or paths.notes_folder(folder)
    found = bank_audit.audit_bank(chosen.path, root, profile=chosen.profile)
    if chosen.json:
        print_json(jsonable(found))
    else:
        for problem in found.problems:
            say(str(problem))
        for line in _figures(found):
            note(line)
    return FINDINGS if found.problems else DONE


def _figures(found: Audit) -> list[str]:
    lines = [
        f"{count(found.questions, 'questions')}, {found.multiple:.0%} with more than one right choice; the right one "
        f"is the longest in {found.right_is_longest:.0%}, the shortest in {found.right_is_shortest:.0%}"
    ]
    for one in found.coverage:
        domains = ", ".join(f"domain {domain}: {number}" for domain, number in one.domains.items())
        tasks = ", ".join(f"{task}: {number}" for task, number in one.tasks.items())
        exams = f"{count(one.exams, 'exams')} without repetition"
        lines += [f"{one.profile}: {count(one.questions, 'questions')}, {exams}", f"  {domains}", f"  {tasks}"]
    return lines
