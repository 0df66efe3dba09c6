"""What the documents say is there is there: pages, pictures, keys and commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from clinic_desktop.cli.parser import parse
from clinic_desktop.ui.acts import ACTS
from tests.pictures import FOLDER, SHOWN

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
VIEWS = [page for page in PAGES if "pictures/" in page.read_text(encoding="utf-8")]
LARGEST, ALL = 150_000, 1_500_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_pictures_are_few_small_and_shown() -> None:
    kept = {file.stem: file.stat().st_size for file in FOLDER.glob("*.png")}
    assert set(kept) == set(SHOWN.values())
    assert max(kept.values()) < LARGEST
    assert sum(kept.values()) < ALL
    shown = "".join(page.read_text(encoding="utf-8") for page in VIEWS)
    assert all(f"pictures/{name}.png" in shown for name in kept)


def test_keys_that_the_pages_name_exist() -> None:
    known = {key.lower() for act in ACTS for key in (*act.keys, act.shown)} | {"enter", "arrows"}
    text = "\n".join(page.read_text(encoding="utf-8") for page in VIEWS)
    named = re.findall(r"\b(?:(?:Ctrl|Shift|Alt)\+)+(?:\w+|[-+])|\bF\d+\b|\bPg(?:Up|Down)\b", text)
    assert len(named) > 20
    assert [key for key in named if key.lower() not in known] == []


def test_commands_that_the_pages_show_are_understood() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = re.findall(r"^    \./run clinic (?!COMMAND)(\S.*)$", text, re.MULTILINE)
    assert len(shown) > 5
    for line in shown:
        parse(shlex.split(line))
    # Typed in a checkout, where whoever reads them here is, the mere name is not found.
    assert re.findall(r"(?:^ *|`)clinic \w.*", text, re.MULTILINE) == []


def test_each_view_is_called_as_its_button_is() -> None:
    words = {act.name: act.words for act in ACTS}
    assert words["agenda"] == "Agenda"
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert "list of visits" not in text
    assert (ROOT / "docs" / "agenda.md").read_text(encoding="utf-8").startswith("# The agenda\n")
