"""What is to be printed and where to: the choices beside the pages, and the ways out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.sheets import Paper, SheetKind
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper.output import usual_paper
from clinic_desktop.ui.paper.printer import Printers
from clinic_desktop.ui.parts import (
    Choice,
    ElidedLabel,
    Field,
    Label,
    Panel,
    Segments,
    captioned,
    column,
    push_button,
    row,
)
from clinic_desktop.ui.saving import ask_where, documents_folder, with_ending

WIDE = 272
_ALL = -1
"""Among the doctors' ids: everybody who is shown."""
_UNFIT = '<>:"/\\|?*'
"""What some file systems allow in no name."""


class PrintChoices(Panel):
    """Sheet, doctor, paper, printer; print, or save as PDF.

    Signals:
        changed: something else is to be printed.
        print_requested(str): on this printer.
        save_requested(Path): as this PDF file.
    """

    changed = Signal()
    print_requested = Signal(object)
    save_requested = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin with the day of all doctors on the paper of this country."""
        super().__init__(look, "Print", "Printing")
        self.kind, self.paper = SheetKind.DAY, usual_paper()
        self._allowed = False
        self._left: QPushButton | None = None
        """Which way out had the focus when it was switched off."""
        self._proposed = ""
        kinds = {kind.value: f"{kind.value.capitalize()} sheet" for kind in SheetKind}
        self._kinds = Segments("Sheet", kinds, self._choose_kind)
        self._doctors = Choice(look, "Whose sheets")
        self._doctors.activated.connect(lambda _index: self.changed.emit())
        papers = {paper.value: paper.value for paper in Paper}
        self._papers = Segments("Paper", papers, self._choose_paper)
        self._papers.set_choice(self.paper.value)
        self._printers = Choice(look, "Printer")
        self._no_printer = Label(look, role="small", tone="muted", wraps=True)
        self.about = Label(look, role="small", tone="muted", wraps=True)
        self.message = Label(look, tone="danger", wraps=True)
        for caption, widget in (
            ("", self._kinds), ("Whose", self._doctors), ("Paper", self._papers),
            ("Printer", self._printers), ("", self._no_printer), ("", self.about),
        ):  # fmt: skip
            self._add(caption, widget)
        self.body.addStretch(1)
        self._make_ways()
        # What is said of printers and pages comes late, and moves the ways out below it.
        self.scroller.verticalScrollBar().rangeChanged.connect(self._keep_way_in_sight)
        self.set_printers(Printers(why_none="Looking for printers\N{HORIZONTAL ELLIPSIS}"))
        self.allow(allowed=False)

    def _add(self, caption: str, widget: QWidget) -> None:
        if caption:
            self.body.addLayout(captioned(self.look, caption, widget))
        else:
            self.body.addWidget(widget)

    def _make_ways(self) -> None:
        """Make the ways out, below the choices."""
        self.print_button = push_button("Print", kind="primary")
        self.print_button.clicked.connect(
            lambda: self.print_requested.emit(self._printers.currentText())
        )
        self.file = Field()
        self._place = ElidedLabel(self.look, "small", muted=True)
        self.file.setAccessibleName("PDF file")
        self.file.returnPressed.connect(self._save)
        browse = push_button("Other place\N{HORIZONTAL ELLIPSIS}", kind="quiet", name="Other place")
        browse.clicked.connect(self._browse)
        self.save_button = push_button("Save as PDF")
        self.save_button.clicked.connect(self._save)
        ways = column(
            self.message, self.print_button,
            column(captioned(self.look, "PDF file", self.file), self._place, spacing=4),
            row(self.save_button, browse), spacing=self.look.px(10),
        )  # fmt: skip
        # With the choices, not below them: in a small window with large text all of it scrolls.
        self.body.addLayout(ways)
        self.foot.setContentsMargins(0, 0, 0, 0)
        self._set_folder(documents_folder())

    def _set_folder(self, folder: Path) -> None:
        """Save into this folder what is named without one."""
        self._folder = folder
        is_top = folder == folder.parent
        self._place.setText(f"in the topmost folder, {folder}" if is_top else f"in {folder}")

    # What is chosen

    @property
    def doctor_id(self) -> int | None:
        """Whose sheet is wanted; None: every doctor's that is shown."""
        chosen = self._doctors.currentData()
        return None if chosen in (None, _ALL) else int(chosen)

    def set_kind(self, kind: SheetKind) -> None:
        """Choose day or week, without telling."""
        self.kind = kind
        self._kinds.set_choice(kind.value)

    def set_doctors(self, doctors: tuple[Doctor, ...], chosen: int | None) -> None:
        """Offer these; keep or take the chosen one, if it is among them."""
        self._doctors.clear()
        if len(doctors) != 1:
            self._doctors.addItem(f"All shown ({len(doctors)})", _ALL)
        for doctor in doctors:
            self._doctors.addItem(doctor.name, doctor.id)
        self._doctors.setCurrentIndex(max(0, self._doctors.findData(chosen)))

    def set_printers(self, found: Printers) -> None:
        """Offer these printers."""
        before = self._printers.currentText() or found.usual
        self._printers.clear()
        self._printers.addItems(list(found.names))
        self._printers.setCurrentIndex(max(0, self._printers.findText(before)))
        self._no_printer.setText(found.why_none)
        self._no_printer.setVisible(not found.names)
        self._printers.setVisible(bool(found.names))
        self.print_button.setEnabled(self._allowed and bool(found.names))

    def allow(self, *, allowed: bool) -> None:
        """Allow printing and saving, or not: there is nothing yet, or it is being done."""
        self._allowed = allowed
        ways = (self.print_button, self.save_button)
        if not allowed and any(way.hasFocus() for way in ways):
            # What is switched off hands the focus on, to where an Enter would do something else.
            self._left = next(way for way in ways if way.hasFocus())
            self.title.setFocus()
        self.print_button.setEnabled(allowed and self._printers.count() > 0)
        self.save_button.setEnabled(allowed)
        if allowed and self._left is not None:
            if self.title.hasFocus():
                self._left.setFocus()
            self._left = None

    def propose(self, name: str) -> None:
        """Name the file, in the folder that was used last; a typed name stays for its sheets."""
        if name == self._proposed:
            return
        self._proposed = name
        fit = "".join("-" if char in _UNFIT else char for char in name)
        self.file.setText(f"{fit}.pdf")

    def focus(self) -> None:
        """Go to the way out that is at hand."""
        ways = (self.print_button, self.save_button, self._doctors)
        wanted = next(way for way in ways if way.isEnabled())
        wanted.setFocus()
        self.scroller.reveal(wanted)

    def _keep_way_in_sight(self) -> None:
        for way in (self.print_button, self.save_button):
            if way.hasFocus():
                self.scroller.ensureWidgetVisible(way, 0, self.look.px(8))

    def _choose_kind(self, kind: str) -> None:
        self.kind = SheetKind(kind)
        self.changed.emit()

    def _choose_paper(self, paper: str) -> None:
        self.paper = Paper(paper)
        self.changed.emit()

    def _save(self) -> None:
        text = self.file.text().strip()
        if text and self.save_button.isEnabled():
            file = self._folder / Path(text).expanduser()
            self.save_requested.emit(file if text.endswith("/") else with_ending(file, "pdf"))

    def _browse(self) -> None:
        """Let a place be chosen in the system's own way; the window goes on meanwhile."""
        before = self._folder / self.file.text()
        ask_where(self, "Save as PDF", before, "pdf", self._take_place)

    def _take_place(self, file: Path) -> None:
        self._set_folder(file.parent)
        self.file.setText(file.name)
