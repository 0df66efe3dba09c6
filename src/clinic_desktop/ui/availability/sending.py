"""What is on its way from the place of hours: hands may go on meanwhile, and nothing gets lost."""

from __future__ import annotations

from typing import NamedTuple

from clinic_desktop.domain.office import Done
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.availability.fields import Editor


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that is committed, and the name of the doctor who was shown when it was sent."""

    done: Done[object]
    whose: str


class Sent(NamedTuple):
    """What is on its way: of which page and doctor, and what stood in the fields."""

    page: Editor
    texts: tuple[str, ...]
    about: str
    whose: str

    @classmethod
    def of(cls, page: Editor, whose: str) -> Sent:
        """Remember what a page says now."""
        return cls(page, page.texts, page.about, whose)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing else was typed or wished for on the page since."""
        return (self.texts, self.about) == (self.page.texts, self.page.about)
