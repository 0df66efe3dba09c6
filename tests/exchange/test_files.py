"""Files and mappings that can't be read: refused whole, in plain words, with every reason."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_desktop.domain.office import Office
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.exchange.mapping import read_mapping, shipped
from tests.engines import Place
from tests.exchange.conftest import CASES, Practice, import_into, rows


@pytest.fixture
def office(sqlite_place: Place) -> Iterator[Office]:
    """An empty clinic; after the test nothing was written."""
    before = rows(sqlite_place)
    with sqlite_place.office() as office:
        yield office
    assert rows(sqlite_place) == before


def refused(office: Office, file: Path, mapping: Path | str) -> Refusal:
    """Import what is refused as a whole."""
    with pytest.raises(Refusal) as caught:
        import_into(office, file, mapping)
    return caught.value


def test_all_missing_columns_are_told_at_once(office: Office, practice: Practice) -> None:
    practice.edit(practice.visits, "Length", "Laenge")
    practice.edit(practice.visits, "Result", "Ergebnis")
    practice.edit(practice.people, "Born", "Geboren")
    refusal = refused(office, practice.visits, practice.mapping)
    assert {reason.code for reason in refusal.reasons} == {"missing_column"}
    assert sorted(reason.facts["column"] for reason in refusal.reasons) == [
        "Born", "Length", "Result",
    ]  # fmt: skip
    assert "Its columns are: No, When, Laenge" in refusal.message


def test_a_missing_companion_is_told_with_the_missing_columns(
    office: Office, practice: Practice
) -> None:
    practice.people.unlink()
    practice.edit(practice.visits, "Length", "Laenge")
    refusal = refused(office, practice.visits, practice.mapping)
    assert [reason.code for reason in refusal.reasons] == ["missing_companion", "missing_column"]
    assert "expects it beside visits.csv" in refusal.message


BAD = {
    "empty": (b"", "empty_file"),
    "binary": (b"\x89PNG\r\n\0\0\0\rIHDR", "not_a_csv"),
    "quotes": (b'"1;2\n', "not_a_csv"),
    "twice": (b"No;No;When\n", "bad_header"),
    "a broken zip": (b"PK\x03\x04 and no more", "bad_zip"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_csv_is_refused(office: Office, practice: Practice, case: str) -> None:
    content, code = BAD[case]
    if content.startswith(b'"'):
        content = practice.visits.read_bytes() + content
    practice.visits.write_bytes(content)
    assert refused(office, practice.visits, practice.mapping).code == code


def test_another_encoding_is_named(office: Office, practice: Practice) -> None:
    practice.edit(practice.mapping, "windows-1252", "utf-8")
    refusal = refused(office, practice.visits, practice.mapping)
    assert refusal.code == "bad_encoding"
    assert "is not written in utf-8" in refusal.message


def test_a_file_that_is_not_there(office: Office, practice: Practice) -> None:
    with pytest.raises(Unavailable, match="file_unreadable"):
        import_into(office, practice.folder / "none.csv", practice.mapping)
    with pytest.raises(Unavailable, match="file_unreadable"):
        import_into(office, practice.folder, practice.mapping)


def zipped(practice: Practice, *names: str) -> Path:
    """Put the file into a zip under these names."""
    made = practice.folder / "visits.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(practice.visits, name)
    return made


def test_a_zip_must_hold_exactly_one_file(office: Office, practice: Practice) -> None:
    refusal = refused(office, zipped(practice, "a.csv", "b.csv"), practice.mapping)
    assert refusal.code == "bad_zip"
    assert "holds 2 files (a.csv, b.csv)" in refusal.message
    assert refused(office, zipped(practice), practice.mapping).code == "bad_zip"


def test_a_zip_with_one_is_read(sqlite_place: Place, practice: Practice) -> None:
    file = zipped(practice, "folder/visits.csv", "__MACOSX/._visits.csv")
    with sqlite_place.office() as office:
        assert import_into(office, file, practice.mapping).imported == 6


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_column(
    sqlite_place: Place, tmp_path: Path
) -> None:
    marked = tmp_path / "days.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + (CASES / "days.csv").read_bytes())
    with sqlite_place.office() as office:
        assert import_into(office, marked, CASES / "days.toml").imported == 6


def test_an_unknown_mapping_names_those_there_are(office: Office, practice: Practice) -> None:
    refusal = refused(office, practice.visits, "nowhere")
    assert refusal.code == "unknown_mapping"
    assert refusal.facts["mappings"] == ["dental-synthetic", "no-show-brazil"]


def test_all_that_is_wrong_with_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(
        """
        [file]
        encoding = "klingon"
        separator = ";;"
        zone = "Mars/Olympus"
        dates = "dym"
        [visit]
        start = "When"
        date = "Day"
        lenght = 30
        status = { colum = "Result" }
        [companions.people]
        file = "../people.csv"
        [patient]
        name = "Name"
        age = "Age"
        born = "Born"
        oldest = "old"
        """
    )
    with pytest.raises(Refusal) as caught:
        read_mapping(str(file))
    told = "\n".join(reason.message for reason in caught.value.reasons)
    assert {reason.code for reason in caught.value.reasons} == {"bad_mapping"}
    for part in (
        "klingon",
        "one character",
        "Mars/Olympus",
        "“dates” must be one of ymd, dmy, mdy",
        "“lenght”, which nothing reads",
        "“colum”",
        "exactly one of column, constant and template",
        "needs file and key",
        "without a folder",
        "[visit] needs id",
        "from and every beside date",
        "[patient] needs id",
        "born or age",
        "“oldest” must be a whole number",
        "[doctor] needs name",
    ):
        assert part in told


def test_what_is_no_toml_is_told(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[file\n")
    with pytest.raises(Refusal, match="bad_mapping"):
        read_mapping(str(file))


def test_the_shipped_mappings_can_be_read() -> None:
    for name in shipped():
        assert read_mapping(name).name == name


def test_the_example_of_the_documentation_works(sqlite_place: Place, tmp_path: Path) -> None:
    text = (CASES.parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    _command, visits, people, mapping = (
        block.partition("\n")[2] for block in text.split("```")[1:9:2]
    )
    for name, content in (("visits.csv", visits), ("people.csv", people)):
        (tmp_path / name).write_bytes(content.encode("cp1252"))
    (tmp_path / "practice.toml").write_text(mapping, encoding="utf-8")
    with sqlite_place.office() as office:
        answer = import_into(office, tmp_path / "visits.csv", tmp_path / "practice.toml")
    assert (answer.imported, answer.refused) == (3, ())
    assert answer.notes["replaced"] == 1
