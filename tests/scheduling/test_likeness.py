"""Who may be registered twice is found by birth date, phone and how alike the names are."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.patients import LikelySame, Likeness, MergePatients
from clinic_desktop.domain.people import AddPatient, Name, PartialDate
from tests.scheduling.desk import Desk

BORN = PartialDate(1980, 3, 12)


def _likely(desk: Desk, name: str, born: str = "", phone: str = "") -> list[tuple[int, str, bool]]:
    query = LikelySame(
        name=Name.parse(name),
        born=PartialDate.parse(born) if born else None,
        phones=(phone,) if phone else (),
    )
    found: tuple[Likeness, ...] = desk.ask(query)
    return [(one.found.patient.id, one.why, one.is_certain) for one in found]


@pytest.mark.parametrize(
    ("name", "born", "phone", "why", "certain"),
    [
        ("J\u00fcrgen M\u00fcller", "1980-03-12", "", "same name, same birth date", True),
        ("mueller, juergen", "1980-03-12", "", "similar name, same birth date", False),
        ("Jurgen Muller", "", "212 555 0142", "same name, same phone", True),
        ("Muller Jurgen", "1980-03-12", "001 212 5550142",
         "same name, same birth date, same phone", True),
        ("J\u00fcrgen Mueler", "1980-03-12", "", "similar name, same birth date", False),
        ("J\u00fcrgen M\u00fcller", "1980-12-03", "",
         "same name, day and month of birth the other way round", False),
        ("Eva Stone", "", "(212) 555-0142", "same phone", False),
        ("Eva Stone", "1980-03-12", "", "", False),
        ("J\u00fcrgen M\u00fcller", "1981-03-12", "", "", False),
        ("J\u00fcrgen M\u00fcller", "1980", "", "", False),
        ("J\u00fcrgen M\u00fcller", "", "", "", False),
        ("Eva Stone", "", "0142", "", False),
    ],
)  # fmt: skip
def test_likely_the_same(
    desk: Desk,
    name: str,
    born: str,
    phone: str,
    why: str,
    certain: bool,  # noqa: FBT001 - a case
) -> None:
    made = desk.do(
        AddPatient(
            name=Name.parse("J\u00fcrgen M\u00fcller"), born=BORN, phones=("+1 212-555-0142",)
        )
    )
    desk.do(AddPatient(name=Name("Zed", "Zimmer"), born=BORN, phones=("212 555 0199",)))
    assert _likely(desk, name, born, phone) == ([(made.id, why, certain)] if why else [])


def test_a_year_alone_is_no_birth_date_that_two_share(desk: Desk) -> None:
    year = PartialDate(1980)
    wish = AddPatient(name=Name("Ada", "Born"), born=year, phones=("212 555 0142",))
    made = desk.do(wish)
    told = [(made.id, "same name, same phone", True)]
    assert _likely(desk, "Ada Born", "1980", "212 555 0142") == told


def test_the_likeliest_come_first_and_who_was_merged_or_asks_is_none(desk: Desk) -> None:
    names = ("Ann Smith", "Anne Smyth", "Tom Jones")
    certain, similar, phone = (
        desk.do(AddPatient(name=Name.parse(name), born=BORN, phones=("212 555 0142",))).id
        for name in names
    )
    query = LikelySame(name=Name("Ann", "Smith"), born=BORN, phones=("+12125550142",))
    found = [one.found.patient.id for one in desk.ask(query)]
    assert found == [certain, similar, phone]
    desk.do(MergePatients(kept_id=certain, other_id=similar))
    own = LikelySame(name=query.name, born=BORN, phones=query.phones, but=certain)
    assert [one.found.patient.id for one in desk.ask(own)] == [phone]
