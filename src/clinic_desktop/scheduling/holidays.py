"""Public holidays of countries and their regions."""

from __future__ import annotations

import holidays

from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.timeoff import FIRST_DAY, LAST_DAY, Holiday, HolidaysOf


def holidays_of(query: HolidaysOf) -> tuple[Holiday, ...]:
    """Answer the public holidays of a country, or of a region of it, in a year, in order.

    Raises:
        Refusal: ``unknown_country``, ``unknown_region``.
        Misuse: ``bad_dates``.

    """
    if not FIRST_DAY.year < query.year < LAST_DAY.year:
        message = "The year lies between 1971 and 2199."
        raise Misuse("bad_dates", message, {"year": query.year})
    known = holidays.list_supported_countries()
    country, region = query.country.strip().upper(), query.region.strip()
    if country not in known:
        message = (
            f"The holidays of “{query.country}” are not known. Name a country by its two letters, "
            "for example US, DE or GB."
        )
        raise Refusal(Reason("unknown_country", message, {"country": query.country}))
    # Most regions are capital letters, some are names.
    regions = {one.casefold(): one for one in known[country]}
    if region and region.casefold() not in regions:
        choice = ", ".join(known[country]) or "none"
        message = f"“{query.region}” is no region of {country} that is known. Known are: {choice}."
        facts = {"country": country, "region": query.region, "regions": list(known[country])}
        raise Refusal(Reason("unknown_region", message, facts))
    named = regions[region.casefold()] if region else None
    # Not in the language of whichever PC asks first.
    found = holidays.country_holidays(country, subdiv=named, years=query.year, language="en_US")
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))
