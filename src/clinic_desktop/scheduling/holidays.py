"""Public holidays of countries and their regions."""

from __future__ import annotations

from functools import cache

import holidays

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import plain
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.timeoff import FIRST_DAY, HERE, LAST_DAY, Holiday, HolidaysOf
from clinic_desktop.scheduling.finding import region_of
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.storage.database import Read

_CODE = 2
"""How many letters a country's code has."""


def holidays_of(read: Read, query: HolidaysOf) -> tuple[Holiday, ...]:
    """Answer the public holidays of a country, or of a region of it, in a year, in order.

    Raises:
        Refusal: ``unknown_country``, ``unknown_region``.
        Misuse: ``bad_dates``.

    """
    if not FIRST_DAY.year < query.year < LAST_DAY.year:
        message = "The year lies between 1971 and 2199."
        raise Misuse("bad_dates", message, {"year": query.year})
    known = holidays.list_supported_countries()
    named, region = query.country.strip(), query.region.strip()
    country = home_country(read) if named.casefold() == HERE else _code_of(named)
    if country not in known:
        message = (
            f"The holidays of “{query.country}” are not known. Name a country by its two letters, "
            "for example US, DE or GB, or by its name."
        )
        raise Refusal(Reason("unknown_country", message, {"country": query.country}))
    # Most regions are capital letters, some are names.
    regions = {one.casefold(): one for one in known[country]}
    if region and region.casefold() not in regions:
        choice = ", ".join(known[country]) or "none"
        message = f"“{query.region}” is no region of {country} that is known. Known are: {choice}."
        facts = {"country": country, "region": query.region, "regions": list(known[country])}
        raise Refusal(Reason("unknown_region", message, facts))
    part = regions[region.casefold()] if region else None
    # Not in the language of whichever PC asks first.
    found = holidays.country_holidays(country, subdiv=part, years=query.year, language="en_US")
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))


def home_country(read: Read) -> str:
    """Answer the code of the country in which the clinic's zone lies; empty where in none."""
    return region_of(the_site(read, TheSite()).zone) or ""


def _code_of(named: str) -> str:
    """Answer the code of a country that is named by it, or by its name in any usual language."""
    return named.upper() if len(named) == _CODE else _names().get(plain(named), "")


@cache
def _names() -> dict[str, str]:
    """Answer the codes of countries by their names; a name that several have is none."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, set[str]] = {}
    for code, names in LOCALE_DATA.items():
        for name in names.values():
            # With a star it is another language's.
            if not name.startswith("*"):
                found.setdefault(plain(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
