"""Where a visit lands that is dragged over its own time: at edges that its blocks really have."""

from __future__ import annotations

from dataclasses import replace

from clinic_desktop.ui.agenda.landing import Ground
from tests.ui.agenda.samples import DOCTORS, NEW_YORK, PLAIN, at, block, visit

LEE = DOCTORS[0]


def test_a_visit_of_unequal_blocks_shifts_from_one_to_the_next() -> None:
    """What is left of a cut block is not as long as the block behind it."""
    plain = visit(1, LEE, PLAIN, "09:05", "09:30", block_ids=(1, 2))
    made = replace(plain, block_starts=(at(PLAIN, "09:05"), at(PLAIN, "09:15")))
    ground = Ground([made, block(3, LEE, PLAIN, "09:30", "09:45")], made, LEE.id, NEW_YORK)
    landing = ground.moved_to(at(PLAIN, "09:20"), at(PLAIN, "09:06"))
    assert (landing.why, landing.start) == ("", at(PLAIN, "09:15"))
    shorter = ground.ended_at(at(PLAIN, "09:10"))
    assert (shorter.start, shorter.end) == (at(PLAIN, "09:05"), at(PLAIN, "09:15"))
    # Three that are as long on average have no edge there for that.
    three = replace(
        plain, block_ids=(1, 2, 4), end=at(PLAIN, "09:35"),
        block_starts=tuple(at(PLAIN, text) for text in ("09:05", "09:10", "09:25")),
    )  # fmt: skip
    ground = Ground([three, block(3, LEE, PLAIN, "09:35", "10:05")], three, LEE.id, NEW_YORK)
    landing = ground.moved_to(at(PLAIN, "09:12"), at(PLAIN, "09:06"))
    assert landing.start == at(PLAIN, "09:10")
