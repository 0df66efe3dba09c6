"""From what was typed to a command's name and its values: argv by argparse, a batch line by JSON.

Both end in ``validated``: the same readers, the same complaints.
"""

from __future__ import annotations

import argparse
import difflib
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from clinic_desktop.cli.grammar import Argument, Entry
from clinic_desktop.cli.vocabulary import ENTRIES, GROUPS
from clinic_desktop.domain.refusals import Mistakes, Misuse
from clinic_desktop.domain.texts import is_storable

Words = Mapping[str, Any]
"""The values of a command's arguments by their names; None for what was not given."""

_INTRODUCTION = """\
Book patients into doctors' time: the clinic's schedule without a window.

The database is --database, else CLINIC_DATABASE, else a file in your data folder. It is a file or
a postgresql:// URL; passwords belong into a pgpass file or PGPASSWORD."""

_EXITS = """\
exit codes:
  0 done, 1 refused by a rule, 2 wrong usage, 3 the surroundings failed, 70 a fault of the program

examples:
  clinic init --zone America/New_York --name "Elm Street Clinic"
  clinic doctor add "Dr Lee"
  clinic hours "Dr Lee" "Mon-Fri 9-12, 13-17"
  clinic blocks --doctor "Dr Lee" --from 2025-11-03 --to 2025-11-04
  clinic patient add "Ann Smith" --phone "+1 212 555 0123"
  clinic book --block 17 --patient "Ann Smith"

“clinic COMMAND --help” tells more about each."""


class HelpAsked(Exception):  # noqa: N818 - an answer, not a fault
    """Someone asked for a text: help, or the version; ``kind`` names which."""

    def __init__(self, kind: str, shown: str) -> None:
        """Keep the text."""
        self.kind, self.shown = kind, shown
        super().__init__(kind)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command line that was understood."""

    entry: Entry
    words: Words
    database: str | None
    json: bool


class Misread(Misuse):
    """Wrong usage of a known command; holds what could be read of it, to look at that, too.

    What could not is None, also among several.
    """

    def __init__(self, misuse: Misuse, entry: Entry, words: Words) -> None:
        """Take what is wrong, and the arguments that are not."""
        super().__init__(misuse.code, misuse.message, misuse.facts, misuse.others)
        self.entry, self.words = entry, words
        self.database: str | None = None


class _Parser(argparse.ArgumentParser):
    """An argparse parser that complains as every other part of the program does."""

    def error(self, message: str) -> NoReturn:
        """Raise ``Misuse`` instead of printing and leaving."""
        raise misused(f"{message[:1].upper()}{message[1:]}.", self.prog)


class _Tell(argparse.Action):
    """The action of --help and --version: end parsing with a text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse's signature
        values: object,  # noqa: ARG002 - the same
        option_string: str | None = None,  # noqa: ARG002 - the same
    ) -> NoReturn:
        """Raise ``HelpAsked``."""
        if self.dest == "version":
            from clinic_desktop import __version__

            raise HelpAsked("version", __version__)
        raise HelpAsked("help", parser.format_help())


def misused(message: str, prog: str = "clinic") -> Misuse:
    """Make the answer to wrong usage, which says where to read on."""
    return Misuse("usage", f"{message} See “{prog} --help”.", {"command": prog})


def asks_json(arguments: Sequence[str]) -> bool:
    """Tell whether ``--json`` was typed; known before the rest is understood."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options


def parse(arguments: Sequence[str]) -> Typed:
    """Understand a command line.

    Raises:
        Misuse: it makes no sense.
        HelpAsked: it asks for help or the version.

    """
    unreadable = [text for text in arguments if not is_storable(text)]
    if unreadable:
        raise bad_text()
    if any(re.fullmatch(r"--[a-z-]+=--", text) for text in arguments):
        # Some versions of argparse take that for no value at all, and others do not.
        message = "“--” can't be the value of an option."
        raise misused(message)
    try:
        found = vars(_parser().parse_args(list(arguments)))
    except Misuse as misuse:
        prog = str(misuse.facts.get("command", ""))
        if misuse.message.startswith("Unrecognized arguments"):
            # Told by the parser above that of the command.
            prog = _prog_of(arguments)
        unknown = _unknown_option(arguments, prog)
        near = difflib.get_close_matches(unknown, sorted(_known_options(prog)), 1, 0.8)
        # argparse asks for what is missing first, and is silent on the word that it does not know.
        # Of a mistyped one before the command it takes the value for the command; behind a command
        # that is none there may be any.
        if not unknown or (" invalid choice: " in misuse.message and not near):
            raise
        message = f"Unrecognized arguments: {unknown}." + (f" Is it {near[0]}?" if near else "")
        raise misused(message, prog) from None
    name = " ".join(filter(None, (found.pop("command"), found.pop("second", None))))
    database, as_json = found.pop("database"), found.pop("json")
    entry = ENTRIES[name]
    try:
        return Typed(entry, validated(entry, found), database, as_json)
    except Misread as misread:
        misread.database = database
        raise


def _prog_of(arguments: Sequence[str]) -> str:
    """Answer the command that is typed, as help names it."""
    words = [text for text in arguments if not text.startswith("-")]
    pairs = (" ".join(words[at : at + many]) for at in range(len(words)) for many in (2, 1))
    return f"clinic {next((name for name in pairs if name in ENTRIES), '')}".strip()


def _unknown_option(arguments: Sequence[str], prog: str) -> str:
    """Answer the first option that a command does not know, empty when it knows all."""
    known = _known_options(prog)
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    names = (text.partition("=")[0] for text in options if re.match("--?[A-Za-z]", text))
    return next((name for name in names if name not in known), "")


def _known_options(prog: str) -> set[str]:
    """Answer the options that a command knows, with those that are known everywhere."""
    entry = ENTRIES.get(prog.removeprefix("clinic").strip())
    known = {"--database", "--json", "-h", "--help", "--version"}
    return known | ({argument.shown for argument in entry.arguments} if entry else set())


def parse_line(line: Mapping[str, object]) -> tuple[Entry, Words]:
    """Understand the JSON object of a batch line.

    Raises:
        Misuse: it makes no sense.

    """
    name = line.get("command")
    entry = ENTRIES.get(name) if isinstance(name, str) else None
    if entry is None or entry.live:
        known = ", ".join(entry.name for entry in ENTRIES.values() if not entry.live)
        message = f"“command” must name a command that a batch knows: {known}."
        raise misused(message, "clinic batch")
    found: dict[str, object] = {}
    for key, value in line.items():
        if key in {"command", "ref"}:
            continue
        argument = entry.by_name.get(key)
        if argument is None:
            known = ", ".join(argument.name for argument in entry.arguments) or "none"
            message = f"“{entry.name}” has no argument “{key}”; it has: {known}."
            raise misused(message, f"clinic {entry.name}")
        if argument.name in found:
            message = f"“{argument.name}” is given twice."
            raise misused(message, f"clinic {entry.name}")
        found[argument.name] = _typed(argument, value, entry)
    return entry, validated(entry, found)


def _typed(argument: Argument, value: object, entry: Entry) -> object:
    """Bring a JSON value to what argparse would have made of the typed text."""
    if value is None:
        return None
    if argument.flag and isinstance(value, bool):
        return value
    if argument.many and isinstance(value, list):
        return [_typed_one(argument, item, entry) for item in value]
    one = _typed_one(argument, value, entry)
    return [one] if argument.many else one


def _typed_one(argument: Argument, value: object, entry: Entry) -> str:
    """Bring one JSON string or number to text."""
    if argument.flag or isinstance(value, bool) or not isinstance(value, str | int | float):
        wanted = "true or false" if argument.flag else "a text or a number"
        message = f"“{argument.name}” must be {wanted}."
        raise misused(message, f"clinic {entry.name}")
    text = str(value)
    if not is_storable(text):
        raise bad_text()
    return text


def validated(entry: Entry, raw: Mapping[str, object]) -> Words:
    """Read every argument of a command from its text; what is missing gets its default.

    Raises:
        Misread: arguments are missing or can't be read; each is told.

    """
    words: dict[str, Any] = {}
    mistakes = Mistakes()
    for argument in entry.arguments:
        value = raw.get(argument.name)
        if value is None:
            if argument.required:
                mistakes.keep(misused(f"{argument.shown} is missing.", f"clinic {entry.name}"))
            words[argument.name] = () if argument.many else argument.default
        elif isinstance(value, list):
            read = [mistakes.told_by(_read, argument, item, entry) for item in value]
            words[argument.name] = tuple(read)
        elif argument.flag:
            words[argument.name] = value
        else:
            words[argument.name] = mistakes.told_by(_read, argument, value, entry)
    try:
        mistakes.refuse()
    except Misuse as misuse:
        raise Misread(misuse, entry, words) from None
    return words


def _read(argument: Argument, value: object, entry: Entry) -> object:
    """Read one value, or say what is wrong with it."""
    try:
        return argument.read(str(value))
    except ValueError as error:
        message = f"{argument.shown}: {error}."
        raise misused(message, f"clinic {entry.name}") from None


def bad_text() -> Misuse:
    """Make the answer to a text that can't be stored as it is."""
    message = "A text holds a NUL character or is not proper UTF-8; it can't be stored as it is."
    return Misuse("bad_text", message)


@functools.cache
def _parser() -> argparse.ArgumentParser:
    """Make the argparse parser of all commands."""
    top = _Parser(
        prog="clinic",
        description=_INTRODUCTION,
        epilog=_EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    _add_common(top)
    top.add_argument(
        "--version",
        action=_Tell,
        nargs=0,
        dest="version",
        default=argparse.SUPPRESS,
        help="show the program's version",
    )
    top.set_defaults(database=None, json=False)
    firsts = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    seconds = {}
    for entry in ENTRIES.values():
        first, _, second = entry.name.partition(" ")
        if not second:
            _add_entry(firsts, entry.name, entry)
            continue
        if first not in seconds:
            group = firsts.add_parser(
                first,
                help=GROUPS[first],
                description=GROUPS[first].capitalize() + ".",
                allow_abbrev=False,
                add_help=False,
            )
            _add_common(group)
            seconds[first] = group.add_subparsers(
                dest="second", metavar="COMMAND", required=True, title="commands"
            )
        _add_entry(seconds[first], second, entry)
    return top


def _add_common(parser: argparse.ArgumentParser) -> None:
    """Add what every command knows; accepted before and after the command's name."""
    group = parser.add_argument_group("everywhere")
    keep = argparse.SUPPRESS
    group.add_argument(
        "--database", metavar="DB", default=keep, help="a file or a postgresql:// URL"
    )
    group.add_argument(
        "--json", action="store_true", default=keep, help="answer with one JSON document"
    )
    group.add_argument("-h", "--help", action=_Tell, nargs=0, default=keep, help="show this text")


def _add_entry(parsers: Any, name: str, entry: Entry) -> None:  # noqa: ANN401 - argparse's action has no public name
    """Add one command with its arguments, help and examples."""
    examples = "\n".join(f"  {example}" for example in entry.examples)
    parser = parsers.add_parser(
        name,
        help=entry.help,
        description=f"{entry.help[:1].upper()}{entry.help[1:]}.\n\n{entry.more}".strip(),
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    _add_common(parser)
    for argument in entry.arguments:
        if argument.positional:
            parser.add_argument(
                argument.name, metavar=argument.metavar, help=argument.help,
                nargs=None if argument.required else "?",
            )  # fmt: skip
            continue
        kind: dict[str, Any] = {"metavar": argument.metavar, "required": argument.required}
        if argument.flag:
            kind = {"action": "store_true"}
        elif argument.many:
            kind["action"] = "append"
        parser.add_argument(
            argument.shown, dest=argument.name, help=argument.help, default=None, **kind
        )
