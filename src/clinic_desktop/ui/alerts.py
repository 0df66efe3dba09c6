"""What whoever books for patients must see, read as soon as it is known who they are."""

from __future__ import annotations

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Patient, PatientFound, PatientInBrief
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label


class Alerts(Label):
    """Tells the alerts of some patients, each with the name where there are several."""

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden, for nobody."""
        super().__init__(clinic.look, role="small", tone="danger", wraps=True)
        self._dispatcher = clinic.dispatcher
        self._queries: dict[int, LiveQuery] = {}
        self._patients: dict[int, Patient] = {}
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return all(query.is_settled for query in self._queries.values())

    def set_patients(self, ids: tuple[int, ...]) -> None:
        """Tell those of these patients from now on, whatever is changed of them."""
        if tuple(self._queries) == ids:
            return
        for query in self._queries.values():
            query.set_query(None)
            query.deleteLater()
        self._patients = {}
        self._queries = {number: LiveQuery(self._dispatcher, self) for number in ids}
        for number, query in self._queries.items():
            query.loaded.connect(self._take)
            query.set_query(PatientInBrief(patient_id=number))
        self._tell()

    def _take(self, seen: Seen[PatientFound]) -> None:
        self._patients[seen.answer.patient.id] = seen.answer.patient
        self._tell()

    def _tell(self) -> None:
        whose = [self._patients[number] for number in self._queries if number in self._patients]
        several = len(self._queries) > 1
        lines = [
            f"{one.name}: {alert}" if several else alert for one in whose for alert in one.alerts
        ]
        self.setText("\n".join(lines))
        self.setVisible(bool(lines))
