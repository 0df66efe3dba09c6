"""Names, birth dates, and the forms under which a name is found."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.people import Name, PartialDate, checked_phones, words_of
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import GRANTABLE, Action, allowed

TODAY = dt.date(2025, 11, 2)


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Ann Smith", "Ann", "Smith"),
        ("Smith, Ann", "Ann", "Smith"),
        ("Ann Mary Smith", "Ann Mary", "Smith"),
        ("van der Berg, Jan", "Jan", "van der Berg"),
        ("Cher", "", "Cher"),
        ("  Ann   Smith ", "Ann", "Smith"),
    ],
)
def test_a_name_is_read_both_ways(text: str, given_name: str, family: str) -> None:
    """As ``Given Family`` or ``Family, Given``."""
    assert Name.parse(text) == Name(given_name, family)


@pytest.mark.parametrize(
    "text", ["", "   ", ",", "Ann\nSmith", "Ann\x00Smith", "\u200b", "\u3164, \ufeff"]
)
def test_what_is_no_name_is_misuse(text: str) -> None:
    """Nothing, nothing that is seen, and control characters."""
    with pytest.raises(Misuse) as misused:
        Name.parse(text)
    assert misused.value.code == "bad_name"


@pytest.mark.parametrize("text", ["1980-03-12", "1980-03", "1980"])
def test_a_birth_date_may_be_partial(text: str) -> None:
    """And is written as it was read."""
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["2025-11-03", "2025-12", "2026"])
def test_nobody_is_born_in_the_future(text: str) -> None:
    """The sentence names the date."""
    with pytest.raises(Misuse) as misused:
        PartialDate.parse(text).refuse_future(TODAY)
    assert misused.value.code == "future_birth_date"
    assert text in misused.value.message


@pytest.mark.parametrize("text", ["2025-11-02", "2025-11", "2025", "1890-01-01"])
def test_whoever_may_be_born_by_now_is_let_pass(text: str) -> None:
    """Of a part of a date the best is believed, and how old people become is not judged."""
    PartialDate.parse(text).refuse_future(TODAY)


@pytest.mark.parametrize(
    "text", ["", "80", "1980-13", "1980-00", "1980-05-00", "1980-02-30", "1700", "12.03.1980"]
)
def test_what_is_no_birth_date_is_misuse(text: str) -> None:
    """The answer shows how to write one."""
    with pytest.raises(Misuse) as misused:
        PartialDate.parse(text)
    assert misused.value.code == "bad_birth_date"


@pytest.mark.parametrize("text", ["12.05.2090", "5/12/1984", "1984-05-12", "31-12-1999"])
def test_a_date_is_no_phone_number(text: str) -> None:
    """A slip of the field, which the answer names, with the way to mean it."""
    with pytest.raises(Misuse) as misused:
        checked_phones("123", text)
    assert misused.value.code == "bad_phone"
    assert "is a date, not a phone number" in misused.value.message
    apart = misused.value.message.rpartition(": ")[2].rstrip(".")
    assert checked_phones(apart) == (apart,)


@pytest.mark.parametrize(
    "text",
    ["123", "4711", "040 123-45", "12 05 2090", "212-555-0101", "555.0101", "12.05.20.90",
     "99.05.2090", "1984-05", "+1 (212) 555-0101"],
)  # fmt: skip
def test_numbers_are_taken_as_they_are_written(text: str) -> None:
    """Short ones of the house, too."""
    assert checked_phones(f" {text} ") == (text,)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë Müller", "zoe"),
        ("Zoë Müller", "muller"),
        ("Zoë Müller", "mueller"),
        ("Jürgen Strauß", "strauss"),
        ("Sinéad O'Brien", "obrien"),
        ("Sinéad O'Brien", "brien"),
        ("Anne-Marie Łęcka", "lecka"),
        ("Søren Ærø", "soeren"),
        ("ÅSA ÖBERG", "asa"),
    ],
)
def test_a_name_is_found_by_plain_letters(name: str, typed: str) -> None:
    """Accents off, or spelled out, in any case."""
    assert typed in words_of(name)


@given(st.text())
def test_any_text_has_words_without_failing(text: str) -> None:
    """And they hold no blanks and no upper case."""
    for word in words_of(text):
        assert word
        assert " " not in word


def test_rights_that_need_a_grant() -> None:
    """Everyone books; nobody over-books unasked."""
    nobody: frozenset[str] = frozenset()
    assert allowed(nobody, Action.BOOK)
    for right in GRANTABLE:
        assert not allowed(nobody, right)
        assert allowed(frozenset({right}), right)


def test_a_refusal_tells_the_weightiest_reason_first() -> None:
    """Whatever the order in which they were found; and a log line of it names no patient."""
    refusal = Refusal(
        Reason("patient_busy", "Ann Smith is busy"), Reason("block_taken", "Dr Lee is booked")
    )
    assert refusal.code == "block_taken"
    assert refusal.message == "Dr Lee is booked"
    assert str(refusal) == "block_taken, patient_busy"
