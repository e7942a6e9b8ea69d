"""The layers hold: import-linter's contracts, and the few rules that it cannot state."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds our package."""
    values = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=ROOT,
        env=values,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_import_contracts_are_kept() -> None:
    result = run_python("from importlinter.cli import lint_imports_command as command; command(['--no-cache'])")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("forbidden", ["PySide6", "alembic"])
def test_commands_without_a_window_load_no(forbidden: str) -> None:
    result = run_python(f"import sys, app.cli; sys.exit({forbidden!r} in sys.modules)")
    assert result.returncode == 0, result.stderr


def nodes(kind: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    """Every syntax node of a kind, with its file."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield path.relative_to(ROOT), node


def test_own_modules_are_imported_at_the_top_only() -> None:
    found = []
    for path, function in nodes(ast.FunctionDef):
        for node in ast.walk(function):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found += [f"{path}:{node.lineno}" for name in names if name.split(".")[0] == "app"]
    # Window and commands start without loading each other, and the window is painted before the store is loaded.
    # A command that writes pictures loads Qt, and no other does.
    slow = ("app/__main__.py", "app/main.py", "app/cli.py")
    assert [place for place in found if not place.startswith(slow)] == []


def test_everything_is_caught_in_two_files_only() -> None:
    found = {
        path.as_posix()
        for path, node in nodes(ast.ExceptHandler)
        if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        if not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    }
    assert found <= {"app/gui/tasks.py", "app/gui/crash.py"}


def test_store_has_no_type_checking_imports() -> None:
    assert [path for path in (APP / "store").rglob("*.py") if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_nothing_in_the_program_opens_a_connection() -> None:
    network = {
        "socket",
        "ssl",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "asyncio",
        "requests",
        "httpx",
        "PySide6.QtNetwork",
    }
    found = []
    for kind in (ast.Import, ast.ImportFrom):
        for path, node in nodes(kind):
            names = [alias.name for alias in node.names] if kind is ast.Import else [node.module or ""]
            found += [
                f"{path}: {name}" for name in names if name in network or name.split(".")[0] in network - {"urllib"}
            ]
    # urllib.parse takes addresses apart; the local socket of QtNetwork raises the first window for a second start.
    assert [place for place in found if place != "app/gui/single.py: PySide6.QtNetwork"] == []


def test_the_top_level_holds_nothing_but_what_the_map_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    visible = {line.split("/")[0] for line in listed.stdout.splitlines() if not line.startswith(".")}
    assert visible <= {"pyproject.toml", "README.md", "app", "resources", "content", "tests", "packaging"}
