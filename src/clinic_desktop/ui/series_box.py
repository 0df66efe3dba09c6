"""Of which series a visit is, and of which visits of it a move or a cancellation is meant."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.series import Scope, Series, TheSeries, of_scope
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, Segments, column

_CHOICES = {Scope.THIS: "This", Scope.FOLLOWING: "Following", Scope.ALL: "All"}


@dataclass(frozen=True, slots=True)
class Meant:
    """Which visits of a series a change is of, and how many those are as they are shown."""

    scope: Scope
    number: int


class SeriesBox(QFrame):
    """Says which visit of its series one is; a move and a cancellation are of what is chosen here.

    Hidden for a visit of no series. Nothing but this visit is meant until a hand says so.

    Signals:
        number_told(int): how many visits are meant now.
    """

    number_told = Signal(int)

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden."""
        super().__init__()
        self._clinic = clinic
        self._visit: Appointment | None = None
        self._series: Series | None = None
        self._scope = Scope.THIS
        look = clinic.look
        self.setProperty("role", "card")
        self.setAccessibleName("Series")
        self._place = Label(look, role="strong", wraps=True)
        self._words = Label(look, role="small", tone="muted", wraps=True)
        self.scopes = Segments(
            "Which visits to move or cancel",
            {scope.value: word for scope, word in _CHOICES.items()},
            self._choose,
        )
        self._meant = Label(look, role="small", tone="muted", wraps=True)
        self.setLayout(
            column(
                self._place, self._words, self.scopes, self._meant,
                margins=look.px(12), spacing=look.px(6),
            )
        )  # fmt: skip
        self.query = LiveQuery(clinic.dispatcher, self)
        self.query.loaded.connect(self._take)
        self.hide()

    @property
    def meant(self) -> Meant | None:
        """Which visits are meant besides the one that is shown; None: it alone."""
        if self._visit is None or self._series is None or self._scope is Scope.THIS:
            return None
        return Meant(self._scope, len(self._hit(self._scope)))

    def mean_this(self) -> None:
        """Mean the visit alone that is shown: what was chosen is done, or was of another look."""
        self._scope = Scope.THIS
        self.scopes.set_choice(self._scope)
        self._tell()

    def show_visit(self, visit: Appointment | None) -> None:
        """Show another visit, or the same as it is now; None: none."""
        if visit is None or visit.series_id is None:
            self._visit = self._series = None
            self.query.set_query(None)
            self.hide()
            self.number_told.emit(1)
            return
        if self._series is not None and self._series.id != visit.series_id:
            self._series = None
            self.hide()
        self._visit = visit
        self.query.set_query(TheSeries(series_id=visit.series_id))
        self._tell()

    def _take(self, seen: Seen[Series]) -> None:
        visit, series = self._visit, seen.answer
        is_in_it = visit is not None and any(one.id == visit.id for one in series.visits)
        # The series that was taken back has its visits no more, while one of them is still shown.
        self._series = series if is_in_it else None
        self._tell()

    def _choose(self, key: str) -> None:
        self._scope = Scope(key)
        self._tell()

    def _hit(self, scope: Scope) -> tuple[Appointment, ...]:
        visit, series = self._visit, self._series
        if visit is None or series is None:
            return ()
        return of_scope(series.visits, visit.id, scope, self._clinic.now)

    def _tell(self) -> None:
        """Say its place, how the series comes again, and how many visits are meant."""
        visit, series = self._visit, self._series
        if visit is None or series is None or visit.id not in {one.id for one in series.visits}:
            self.hide()
            return
        total = len(series.visits)
        gone = sum(not one.holds and bool(one.reason) for one in series.visits)
        cancelled = f", {gone} cancelled" if gone else ""
        self._place.setText(f"{series.place(visit.id)} of {total}{cancelled}")
        self._words.setText(series.words[0].upper() + series.words[1:])
        # Where nothing else can be meant nothing is asked.
        asks = visit.holds and len(self._hit(Scope.FOLLOWING) + self._hit(Scope.ALL)) > 2
        self.scopes.setVisible(asks)
        self._meant.setVisible(asks)
        if not asks:
            self._scope = Scope.THIS
            self.scopes.set_choice(self._scope)
        count = len(self._hit(self._scope))
        self.number_told.emit(count)
        self._meant.setText(
            {
                Scope.THIS: "Move and Cancel are of this visit alone.",
                Scope.FOLLOWING: f"Move and Cancel are of {count} visits: this and those after it.",
                Scope.ALL: f"Move and Cancel are of {count} visits: all that are not over.",
            }[self._scope]
        )
        self.show()
