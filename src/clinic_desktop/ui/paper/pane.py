"""The place in the window where one prints: the pages as they will be, and the choices beside."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.sheets import Paper, SheetKind, SheetsOf, ToPrint
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.paper import output, printer
from clinic_desktop.ui.paper.choices import WIDE, PrintChoices
from clinic_desktop.ui.paper.frame import counted
from clinic_desktop.ui.paper.page import Page
from clinic_desktop.ui.paper.sheet import Period, Sheet, days_of
from clinic_desktop.ui.paper.view import PagesView
from clinic_desktop.ui.parts import hair_line, row
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import said

MOST = 0.6
"""The largest share of the width that the choices take."""


class _Job:
    """What is to be printed, as plain data: any thread may lay it out."""

    def __init__(
        self, clinic: Clinic, found: ToPrint, doctors: tuple[Doctor, ...], period: Period,
        paper: Paper,
    ) -> None:  # fmt: skip
        self._name, self._zone, self._now = clinic.site.name, clinic.zone, clinic.now
        self._found, self._doctors, self._period, self._paper = found, doctors, period, paper

    def pages(self) -> tuple[Page, ...]:
        """Lay the sheets out."""
        sheets = (
            Sheet(
                self._name, doctor.name, self._period,
                days_of(self._found, doctor.id, self._period, self._zone), self._now, self._zone,
            )
            for doctor in self._doctors
        )  # fmt: skip
        return output.lay_out(tuple(sheets), self._paper)


class PaperPane(QWidget):
    """Shows the sheets of the calendar's days, kept true, and prints or saves them.

    Signals:
        closed: it is not wanted any more.
        told(str): what was printed or saved.
    """

    closed = Signal()
    told = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin with nothing."""
        super().__init__()
        self._clinic = clinic
        self.setAccessibleName("Printing place")
        self._day = clinic.today
        self._doctors: tuple[Doctor, ...] = ()
        self._found: ToPrint | None = None
        self._laying: int | None = None
        self._telling = ""
        self._is_ready = self._goes_out = False
        self._wants_focus = False
        self.view = PagesView(clinic.look)
        self.choices = PrintChoices(clinic.look)
        line = row(self.view, hair_line(), self.choices, spacing=0)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._load)
        self._query.failed.connect(self._fail)
        # After the query, which has pages without names laid out in the same moment.
        clinic.privacy.changed.connect(self._obey_privacy)
        self.choices.changed.connect(self._ask)
        self.choices.closed.connect(self.closed)
        self.choices.print_requested.connect(self._print)
        self.choices.save_requested.connect(self._save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width: with large text in a small window the pages keep some of it."""
        super().resizeEvent(event)
        self.choices.setFixedWidth(min(self._clinic.look.px(WIDE), round(self.width() * MOST)))

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._query.is_settled

    def open(
        self, day: dt.date, mode: str, doctors: tuple[Doctor, ...], chosen: int | None = None
    ) -> None:
        """Show the sheets of a day, or of its week; of one doctor if one is chosen."""
        self._tell("")
        self.choices.set_kind(SheetKind.DAY if mode in ("day", "agenda") else SheetKind.WEEK)
        self._take(day, doctors, chosen)
        future = self._clinic.worker.submit(printer.printers)
        self._clinic.dispatcher.follow(future, self.choices.set_printers, self._fail_printers)

    def follow(self, day: dt.date, mode: str, doctors: tuple[Doctor, ...]) -> None:
        """Go with the calendar to other days or doctors."""
        if mode in ("day", "week"):
            self.choices.set_kind(SheetKind(mode))
        self._take(day, doctors, self.choices.doctor_id)

    def close_sheets(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)
        self._drop_layout()
        self._found = None
        self.view.show_pages((), "")

    def focus(self) -> None:
        """Go to what is most likely wanted, as soon as that can be done."""
        self._wants_focus = not self.view.pages
        if self._wants_focus:
            self.view.setFocus()
        else:
            self.choices.focus()

    def _take(self, day: dt.date, doctors: tuple[Doctor, ...], chosen: int | None) -> None:
        self._day, self._doctors = day, doctors
        self.choices.set_doctors(doctors, chosen)
        self._ask()

    @property
    def _chosen(self) -> tuple[Doctor, ...]:
        one = self.choices.doctor_id
        return tuple(doctor for doctor in self._doctors if one in (None, doctor.id))

    @property
    def _period(self) -> Period:
        return Period.of(self.choices.kind, self._day, first_weekday())

    @property
    def _title(self) -> str:
        doctors = self._chosen
        who = doctors[0].name if len(doctors) == 1 else counted(len(doctors), "sheet", "sheets")
        return f"{who}, {self._period.title}"

    @property
    def _file_name(self) -> str:
        """What the PDF file may be called: names with dates that sort."""
        doctors = self._chosen
        who = doctors[0].name if len(doctors) == 1 else "Sheets"
        what = "week " if self.choices.kind is SheetKind.WEEK else ""
        return f"{who} {what}{self._period.first.isoformat()}"

    def _ask(self) -> None:
        """Ask for what the choices need; what is known already is only laid out anew."""
        self.choices.propose(self._file_name)
        if not self._chosen:
            self.close_sheets()
            self._be_ready(ready=False)
            self.choices.about.setText("")
            self.view.show_pages((), "No doctor is shown: tick one in the list of doctors.")
            return
        ids = tuple(sorted(doctor.id for doctor in self._chosen))
        query = SheetsOf(span=self._period.span(self._clinic.zone), doctor_ids=ids)
        if query == self._query.query and self._found is not None:
            self._lay_out()
            return
        self._found = None
        self._drop_layout()
        self._be_ready(ready=False)
        self._query.set_query(query)

    def _load(self, seen: Seen[ToPrint]) -> None:
        self._found = seen.answer
        self._lay_out()

    def _lay_out(self) -> None:
        """Have the pages made in another thread."""
        job = self._job()
        if job is not None:
            self._drop_layout()
            future = self._clinic.worker.submit(job.pages)
            self._laying = self._clinic.dispatcher.follow(future, self._show, self._fail)

    def _job(self) -> _Job | None:
        if self._found is None:
            return None
        return _Job(self._clinic, self._found, self._chosen, self._period, self.choices.paper)

    def _obey_privacy(self) -> None:
        """Take pages with names away at once: others come when the worker has time for them."""
        if self._clinic.privacy.is_on and self._laying is not None:
            self._be_ready(ready=False)
            self.view.show_pages((), "")

    def _drop_layout(self) -> None:
        if self._laying is not None:
            self._clinic.dispatcher.forget(self._laying)
            self._laying = None

    def _show(self, pages: tuple[Page, ...]) -> None:
        self._laying = None
        self.view.show_pages(pages, self._title)
        self.choices.about.setText(counted(len(pages), "page", "pages"))
        announce(self.choices.about, self.choices.about.text())
        self._be_ready(ready=True)
        if self._wants_focus and self.view.hasFocus():
            self.choices.focus()
        self._wants_focus = False

    def _fail(self, error: Exception) -> None:
        """Say why there is nothing, or nothing newer; what is shown can still be printed."""
        if self._found is None:
            self._be_ready(ready=False)
            self.choices.about.setText("")
            self.view.show_pages((), said(error))
        else:
            self._tell(said(error))

    def _fail_printers(self, error: Exception) -> None:
        self.choices.set_printers(printer.Printers())
        self._tell(said(error))

    # Printing and saving

    def _print(self, name: str) -> None:
        """Print as of now, in another thread."""
        job, title = self._job(), self._title
        if job is not None:
            self._begin(f"{title}: sent to {name}.")
            future = self._clinic.worker.submit(
                lambda: printer.send(name, job.pages(), title), f"{title}, to {name}"
            )
            self._clinic.dispatcher.follow(future, self._done, self._fail_out)

    def _save(self, file: Path) -> None:
        """Save as of now, in another thread."""
        job, title = self._job(), self._title
        if job is not None:
            self._begin(f"Saved as {file}.")
            database = self._clinic.database
            future = self._clinic.worker.submit(
                lambda: output.save_pdf(file, job.pages(), title, database), str(file)
            )
            self._clinic.dispatcher.follow(future, self._done, self._fail_out)

    def _begin(self, telling: str) -> None:
        self._telling = telling
        self._tell("")
        self._go_out(goes=True)

    def _done(self, _nothing: None) -> None:
        self._go_out(goes=False)
        self.told.emit(self._telling)

    def _fail_out(self, error: Exception) -> None:
        self._go_out(goes=False)
        self._tell(said(error))

    def _be_ready(self, *, ready: bool) -> None:
        """Know whether there is anything to print."""
        self._is_ready = ready
        self._offer_out()

    def _go_out(self, *, goes: bool) -> None:
        """Know whether sheets are on their way: until they are told of, no others go."""
        self._goes_out = goes
        self._offer_out()

    def _offer_out(self) -> None:
        self.choices.allow(allowed=self._is_ready and not self._goes_out)

    def _tell(self, text: str) -> None:
        """Say in place, and aloud, what went wrong; nothing when all is well."""
        announce(self.choices.message, text, urgent=True)
        self.choices.message.setText(text)
        self.choices.message.setVisible(bool(text))
