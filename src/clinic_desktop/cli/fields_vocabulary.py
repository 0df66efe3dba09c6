"""The commands about fields of patients, with their arguments."""

from __future__ import annotations

from clinic_desktop.cli.grammar import Entry, flag, option, place

_FIELD = place("field", "FIELD", "the field's id or name")
_CHOICE = option(
    "choice", "WORD", "a word that it may say, two or more (default: any text)", many=True
)
FIELDS = (
    Entry(
        "field add",
        "add a field that every patient has from now on",
        (
            place("name", "NAME", "what it is called, such as Interpreter"),
            _CHOICE,
            flag("alert", "show it wherever the patient is booked or looked at"),
        ),
        (
            "clinic field add Interpreter",
            "clinic field add Allergy --alert",
            "clinic field add Consent --choice yes --choice no",
        ),
        "It stands in the patient's form and panel, on printed days and in CSV files.",
    ),
    Entry(
        "field set",
        "call a field otherwise, or change what it may say",
        (
            _FIELD,
            option("name", "NAME", "its new name"),
            option(
                "choice", "WORD", "a word that it may say, in place of all; “”: any text", many=True
            ),
            flag("alert", "show it wherever the patient is booked"),
            flag("no_alert", "show it in the patient's panel alone"),
        ),
        ("clinic field set Interpreter --name Language --alert",),
        "What is not given stays; so does what it says of patients.",
    ),
    Entry(
        "field remove",
        "ask for a field no more",
        (_FIELD,),
        ("clinic field remove Insurance",),
        "“clinic undo” brings it back, with all that it said.",
    ),
    Entry("field list", "list the fields", (), ("clinic field list",)),
)
"""The commands, with their arguments."""
