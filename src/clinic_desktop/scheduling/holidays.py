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
_ALSO = {"america": "US", "great britain": "GB", "britain": "GB", "uk": "GB", "holland": "NL"}
"""What people call countries that no list of names has."""
_LIKE, _MEANT = 75, 3
"""How like a name is one that is meant, of 100, and how many of those are told."""


def holidays_of(read: Read, query: HolidaysOf) -> tuple[Holiday, ...]:
    """Answer the public holidays of a country, or of a region of it, in a year, in order.

    Raises:
        Refusal: ``unknown_country``, ``unknown_region``.
        Misuse: ``bad_dates``.

    """
    if not FIRST_DAY.year < query.year < LAST_DAY.year:
        message = "The year lies between 1971 and 2199."
        raise Misuse("bad_dates", message, {"year": query.year})
    # By one code each: GB is UK, too, in what people type, and all lists of three letters.
    known = holidays.list_supported_countries(include_aliases=False)
    country, region = _place_of(read, query)
    if country not in known:
        raise Refusal(_unknown(query.country))
    # Most regions are capital letters, some are names.
    regions = _regions_of(country)
    if region and plain(region) not in regions:
        choice = ", ".join(known[country]) or "none"
        message = f"“{query.region}” is no region of {country} that is known. Known are: {choice}."
        facts = {"country": country, "region": query.region, "regions": list(known[country])}
        raise Refusal(Reason("unknown_region", message, facts))
    part = regions[plain(region)] if region else None
    # Not in the language of whichever PC asks first.
    found = holidays.country_holidays(country, subdiv=part, years=query.year, language="en_US")
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))


def home_country(read: Read) -> str:
    """Answer the code of the country in which the clinic's zone lies; empty where in none."""
    return region_of(the_site(read, TheSite()).zone) or ""


def _place_of(read: Read, query: HolidaysOf) -> tuple[str, str]:
    """Answer the code of the country that is named, and the region; a region may stand alone.

    A country is named by its code, or by its name in any usual language; empty: nobody knows it.
    """
    named, region = query.country.strip(), query.region.strip()
    if named.casefold() == HERE:
        return home_country(read), region
    code = named.upper() if len(named) == _CODE else _names().get(plain(named), "")
    code = _ALSO.get(plain(named), code)
    places = [] if code or region else _places().get(plain(named), [])
    return places[0] if len(places) == 1 else (code, region)


def _unknown(named: str) -> Reason:
    """Say that no such country is known, and what may be meant."""
    from rapidfuzz import fuzz, process

    regions = _places()
    known = {**regions, **{name: [(code, "")] for name, code in _names().items()}}
    wanted = plain(named)
    like = process.extract(
        wanted, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MEANT
    )
    found = dict.fromkeys(place for name, _, _ in like for place in known[name])
    meant = [one for one in regions.get(wanted, found) if one[0] in _titles()]
    told = [f"{f'{region} of ' if region else ''}{_title(code)} ({code})" for code, region in meant]
    way = f" Did you mean {' or '.join(told)}?" if told else ""
    message = (
        f"The holidays of “{named}” are not known.{way} Name a country by its two letters, for "
        "example US, DE or GB, or by its name."
    )
    facts = {"country": named, "meant": list(dict.fromkeys(code for code, _ in meant))}
    return Reason("unknown_country", message, facts)


@cache
def _titles() -> dict[str, tuple[str, str]]:
    """Answer by their codes how countries are called, in English and in the library."""
    return {
        code: (key.replace("_", " ").title(), name)
        for key, (name, code, *_) in holidays.registry.COUNTRIES.items()
    }


def _title(code: str) -> str:
    return _titles()[code][0]


@cache
def _regions_of(country: str) -> dict[str, str]:
    """Answer the regions of a country by their codes and names, as searches fold them."""
    there = getattr(holidays, _titles()[country][1])
    aliases = getattr(there, "subdivisions_aliases", {})
    return {plain(name): code for name, code in aliases.items()} | {
        plain(code): code for code in holidays.list_supported_countries()[country]
    }


@cache
def _places() -> dict[str, list[tuple[str, str]]]:
    """Answer the regions of all countries by their names; codes alone mean nothing."""
    found: dict[str, list[tuple[str, str]]] = {}
    for country in holidays.list_supported_countries(include_aliases=False):
        for name, region in _regions_of(country).items():
            if len(name) > _CODE + 1:
                found.setdefault(name, []).append((country, region))
    return found


@cache
def _names() -> dict[str, str]:
    """Answer the codes of countries by their names; a name that several have is none."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    codes: dict[str, str] = {}
    for key, (_, code, three, *_) in holidays.registry.COUNTRIES.items():
        codes |= {key.replace("_", " "): code, plain(three): code}
    found: dict[str, set[str]] = {}
    for code, names in LOCALE_DATA.items():
        for name in names.values():
            # With a star it is another language's.
            if not name.startswith("*"):
                found.setdefault(plain(name), set()).add(code)
    told = {name: several.pop() for name, several in found.items() if len(several) == 1}
    return told | codes | _ALSO
