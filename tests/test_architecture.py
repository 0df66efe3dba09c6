"""The house's rules hold, and each check is seen to fail on a fault planted in a copy."""

from __future__ import annotations

import ast
import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import WHOLE_MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "clinic_desktop"
TOOLS = Path(sys.executable).parent

ALLOWED_IN_DOMAIN = {*sys.stdlib_module_names, "tzdata", PACKAGE}
OWN_ALLOWED_IN = {"domain": {"domain"}, "ui": {"domain", "settings", "ui"}}
ENDS_A_TRANSACTION = {"commit", "rollback"}
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?)(_|$)")
# The project speaks of clinics alone; the brackets keep this file from matching itself.
FOREIGN_WORDS = re.compile(
    r"\bLL[M]s?\b|\blanguage [m]odels?\b"
    r"|\b(AI|coding|autonomous) (age[n]t|assista[n]t|sessio[n])s?\b"
    r"|[/]work/(main|shared)\b",
    re.IGNORECASE,
)
TEXT_SUFFIXES = {".cfg", ".desktop", ".lock", ".md", ".py", ".sh", ".toml", ".txt", ""}


# --- the checks -------------------------------------------------------------------------------


def modules(root: Path, *folders: str) -> Iterator[tuple[Path, str]]:
    """Every module below these folders and its code; the path is relative to `root`."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root), path.read_text(encoding="utf-8")


def layer_of(path: Path) -> str:
    """The part of the package that a module belongs to: `domain`, `ui`, `app`, ..."""
    return path.relative_to(Path("src", PACKAGE)).parts[0].removesuffix(".py")


@functools.cache  # Copies of the tree differ in one module.
def imported(path: Path, code: str) -> list[str]:
    """The full names of what a module imports, relative imports resolved."""
    package = path.with_suffix("").parts[1:-1]
    names: list[str] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names += [f"{module}.{alias.name}" for alias in node.names]
    return names


def wrong_imports(root: Path) -> list[str]:
    """Imports that no deny-list would name: domain and ui state what they may know."""
    wrong = []
    for path, code in modules(root, "src"):
        layer = layer_of(path)
        for name in imported(path, code):
            top, _, rest = name.partition(".")
            own = rest.partition(".")[0]
            beyond = top == PACKAGE and own not in OWN_ALLOWED_IN.get(layer, {own})
            impure = layer == "domain" and top not in ALLOWED_IN_DOMAIN
            if (beyond and not own.startswith("__version")) or impure:
                wrong.append(f"{path} imports {name}")
    return wrong


def transactions_ended_elsewhere(root: Path) -> list[str]:
    """Calls that commit or roll back outside storage, the only place that may."""
    return [
        f"{path}:{node.lineno} calls .{node.func.attr}()"
        for path, code in modules(root, "src")
        if layer_of(path) != "storage"
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENDS_A_TRANSACTION
    ]


def without_docstring(root: Path) -> list[str]:
    """Modules that do not open with a sentence."""
    folders = ("src", "tests", "benchmarks")
    return [
        str(path)
        for path, code in modules(root, *folders)
        if not re.search(r"[.?!)]$", opening(code))
    ]


def opening(code: str) -> str:
    """The first line of a module's docstring, empty when it has none."""
    return ((ast.get_docstring(ast.parse(code)) or "").splitlines() or [""])[0]


def badly_named(root: Path) -> list[str]:
    """Files and folders whose name says nothing."""
    return [
        str(path.relative_to(root))
        for path in sorted((root / "src").rglob("*"))
        if path.suffix in {"", ".py"} and EMPTY_NAMES.search(path.stem)
    ]


def speaking_of_others(root: Path, names: list[str]) -> list[str]:
    """Text files that speak of anything but the project."""
    found = []
    for name in names:
        path = root / name
        if path.suffix in TEXT_SUFFIXES and path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [
                f"{name}:{n}" for n, line in enumerate(lines, 1) if FOREIGN_WORDS.search(line)
            ]
    return found


def tracked_files() -> list[str]:
    """What git keeps; a copy without git, as from the sdist, has all its files looked at."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        folders = ("src", "tests", "packaging")
        return [str(path.relative_to(ROOT)) for f in folders for path in (ROOT / f).rglob("*.*")]
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    return listed.stdout.splitlines()


def tool(root: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the checkers over a tree, which need not be the checkout."""
    # The editable install would otherwise answer with the checkout's own package.
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "NO_COLOR": "1"}
    return subprocess.run(
        [str(TOOLS / name), *arguments],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


# --- the tree keeps the rules -----------------------------------------------------------------


def test_domain_and_window_import_only_what_they_may() -> None:
    assert wrong_imports(ROOT) == []


def test_only_storage_ends_transactions() -> None:
    assert transactions_ended_elsewhere(ROOT) == []


def test_every_module_opens_with_a_sentence() -> None:
    assert without_docstring(ROOT) == []


def test_no_file_is_called_by_a_name_that_says_nothing() -> None:
    assert badly_named(ROOT) == []


def test_what_needs_the_machine_for_itself_is_there() -> None:
    assert [name for name in WHOLE_MACHINE if not (ROOT / name).is_file()] == []


def test_the_project_speaks_of_itself_alone() -> None:
    assert speaking_of_others(ROOT, tracked_files()) == []


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE)) > 0


# --- each check fails on a planted fault ------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package and of the checkers' settings, free to be broken."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, module: str, code: str) -> None:
    path = tree / "src" / PACKAGE / module
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in (path.parent / "__init__.py", path):
        package.touch()
    path.write_text(f'"""A planted fault."""\n\n{code}\n', encoding="utf-8")


WRONG_IMPORTS = [
    ("domain/planted.py", "import PySide6.QtCore", "domain is pure"),
    ("domain/planted.py", "from sqlalchemy import select", "domain is pure"),
    ("domain/planted.py", "import clinic_desktop.storage.database", "layer"),
    ("storage/planted.py", "import clinic_desktop.scheduling.booking", "layer"),
    ("storage/planted.py", "from PySide6 import QtCore", "Qt lives"),
    ("scheduling/planted.py", "def late():\n    import shiboken6", "Qt lives"),
    ("ui/planted.py", "import sqlalchemy", "SQL lives"),
    ("ui/planted.py", "from clinic_desktop.storage import database", "window knows"),
    ("ui/planted.py", "from clinic_desktop.scheduling import booking", "window knows"),
    ("app.py", "import psycopg", "SQL lives"),
    ("cli/planted.py", "from clinic_desktop.ui import look", "nothing of the window"),
]


@pytest.mark.parametrize(("module", "code", "contract"), WRONG_IMPORTS)
def test_import_linter_sees_a_wrong_import(
    tree: Path, module: str, code: str, contract: str
) -> None:
    plant(tree, module, code)
    done = tool(tree, "lint-imports", "--no-cache", "--no-logo")
    broken = [line for line in done.stdout.splitlines() if "BROKEN" in line]
    assert done.returncode == 1
    assert any(contract.lower() in line.lower() for line in broken), done.stdout


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("domain/planted.py", "import phonenumbers"),
        ("domain/deep/planted.py", "from ...storage import database"),
        ("ui/planted.py", "from clinic_desktop import compose"),
        ("ui/agenda/planted.py", "from ...storage.database import Database"),
    ],
)
def test_the_allow_list_sees_a_wrong_import(tree: Path, module: str, code: str) -> None:
    before = wrong_imports(tree)
    plant(tree, module, code)
    assert len(wrong_imports(tree)) == len(before) + 1


@pytest.mark.parametrize("call", ["transaction.commit()", "self.connection.rollback()"])
def test_a_commit_outside_storage_is_seen(tree: Path, call: str) -> None:
    plant(tree, "scheduling/planted.py", f"def book(self, transaction):\n    {call}")
    assert len(transactions_ended_elsewhere(tree)) == 1


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import datetime\n\nAT = datetime.datetime(2025, 11, 2, 11)", "DTZ001"),
        ("import datetime\n\nNOW = datetime.datetime.now()", "DTZ005"),
        ("import datetime\n\nDAY = datetime.date.today()", "DTZ011"),
    ],
)
def test_ruff_sees_a_time_without_a_zone(tree: Path, code: str, rule: str) -> None:
    plant(tree, "domain/planted.py", code)
    done = tool(tree, "ruff", "check", "--no-cache", "--output-format=concise", "src")
    assert done.returncode == 1
    assert f"planted.py:5:{code.splitlines()[2].index('datetime') + 1}: {rule}" in done.stdout


def test_an_empty_name_and_a_missing_docstring_are_seen(tree: Path) -> None:
    package = tree / "src" / PACKAGE
    (package / "date_utils.py").write_text("X = 1\n", encoding="utf-8")
    (package / "ui" / "window_manager.py").write_text('"""no sentence"""\n', encoding="utf-8")
    names = [f"src/{PACKAGE}/date_utils.py", f"src/{PACKAGE}/ui/window_manager.py"]
    assert badly_named(tree) == names
    assert without_docstring(tree) == names


def test_foreign_words_are_seen(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(
        "Fine.\nWritten by an {} agent.\n".format("AI"), encoding="utf-8"
    )
    assert speaking_of_others(tmp_path, ["notes.md"]) == ["notes.md:2"]
