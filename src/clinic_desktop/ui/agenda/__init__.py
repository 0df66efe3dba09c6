"""The painted calendar: a column for each doctor's day."""

from clinic_desktop.ui.agenda.contents import Column, Item
from clinic_desktop.ui.agenda.view import AgendaView

__all__ = ["AgendaView", "Column", "Item"]
