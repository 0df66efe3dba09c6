"""CSV files, alone or in a zip, as rows with the line that each begins on.

Everything that keeps a file from being read is told in plain words, with the line if known.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.exchange.mapping import Companion, Form, Mapping

Row = list[str]
_ZIP = b"PK"
_HEAD = 4096
_LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: its columns, and its rows, each with the line on which it begins."""

    name: str
    columns: Row
    rows: Iterator[tuple[int, Row]]


@contextmanager
def opened(path: Path, form: Form) -> Iterator[Table]:
    """Open a CSV, or a zip with one, and read its header.

    Raises:
        Refusal: ``not_a_csv``, ``empty_file``, ``bad_encoding``, ``bad_zip``, ``bad_header``.
        Unavailable: ``file_unreadable``.

    """
    with ExitStack() as stack:
        binary, name = _binary(path, form, stack)
        # BOM or not: a mark at the beginning is never part of the first column's name.
        encoding = "utf-8-sig" if form.encoding.lower() in ("utf-8", "utf8") else form.encoding
        text = stack.enter_context(io.TextIOWrapper(binary, encoding=encoding, newline=""))
        rows = _rows(text, name, form)
        header = next(rows, None)
        if header is None:
            raise _refused("empty_file", f"{name} is empty: there is not even a header.", name)
        columns = [" ".join(column.split()) for column in header[1]]
        if not all(column.isprintable() for column in columns):
            raise _refused("not_a_csv", f"{name} is no CSV: it does not begin with text.", name)
        twice = sorted({column for column in columns if columns.count(column) > 1})
        if twice:
            message = f"{name} has two columns of the same name: {', '.join(twice)}."
            raise _refused("bad_header", message, name)
        yield Table(name, columns, rows)


def _binary(path: Path, form: Form, stack: ExitStack) -> tuple[IO[bytes], str]:
    """Open the file, or the one CSV inside a zip."""
    try:
        file = stack.enter_context(path.open("rb"))
        head = file.read(_HEAD)
        file.seek(0)
    except OSError as error:
        message = f"{path} can't be read: {(error.strerror or 'it is no file').lower()}."
        raise Unavailable("file_unreadable", message, {"file": str(path)}) from error
    if not head.startswith(_ZIP):
        if b"\0" in head and not form.encoding.lower().startswith(("utf-16", "utf_16", "utf-32")):
            message = f"{path.name} is no CSV: it holds bytes that are no text."
            raise _refused("not_a_csv", message, path.name)
        return file, path.name
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        inside = [
            member.filename
            for member in archive.infolist()
            if not member.is_dir() and not member.filename.startswith("__MACOSX/")
        ]
        if len(inside) != 1:
            holds = "no file" if not inside else f"{len(inside)} files ({', '.join(inside[:5])})"
            message = f"{path.name} holds {holds}; it must hold exactly one CSV. Unpack it first."
            raise _refused("bad_zip", message, path.name)
        return stack.enter_context(archive.open(inside[0])), inside[0]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        message = f"The zip {path.name} is damaged or locked by a password."
        raise _refused("bad_zip", message, path.name) from error


def _rows(text: IO[str], name: str, form: Form) -> Iterator[tuple[int, Row]]:
    """Read rows; blank lines are passed over, but counted."""
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(_lines(text, name), delimiter=form.separator, strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"{name} is no CSV that can be read: line {line}, {error}."
        raise _refused("not_a_csv", message, name, line) from error
    except UnicodeDecodeError as error:
        message = (
            f"{name} is not written in {form.encoding}, as the mapping says: it breaks somewhere "
            f"after line {reader.line_num}. Set encoding under [file], for example windows-1252."
        )
        raise _refused("bad_encoding", message, name, reader.line_num + 1) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise _refused("bad_zip", f"The zip with {name} is damaged.", name) from error
    except OSError as error:
        message = f"Reading {name} failed: {error.strerror}."
        raise Unavailable("file_unreadable", message, {"file": name}) from error


def _lines(text: IO[str], name: str) -> Iterator[str]:
    """Hand lines on; a zero byte is in no text."""
    for number, line in enumerate(text, 1):
        if "\0" in line:
            message = f"{name} is no CSV: line {number} holds bytes that are no text."
            raise _refused("not_a_csv", message, name, number)
        yield line


def _refused(code: str, message: str, file: str, line: int | None = None) -> Refusal:
    facts: dict[str, object] = {"file": file}
    return Refusal(Reason(code, message, facts if line is None else {**facts, "line": line}))


@dataclass(frozen=True, slots=True)
class Beside:
    """A companion file, read whole: its columns, and its rows by their key."""

    about: Companion
    columns: Row
    rows: dict[str, Row]


def read_companions(path: Path, mapping: Mapping) -> dict[str, Beside]:
    """Read the companions beside a file.

    Raises:
        Refusal: with the reason for each that is missing, is no CSV, or lacks its key.

    """
    reasons: list[Reason] = []
    found = {}
    for companion in mapping.companions:
        try:
            found[companion.name] = _companion(
                path.parent / companion.file, companion, mapping.form
            )
        except Refusal as refusal:
            reasons += refusal.reasons
        except Unavailable:
            message = f"{companion.file} is missing: the mapping expects it beside {path.name}."
            reasons.append(Reason("missing_companion", message, {"file": companion.file}))
    if reasons:
        raise Refusal(*reasons)
    return found


def _companion(path: Path, companion: Companion, form: Form) -> Beside:
    with opened(path, form) as table:
        if companion.key not in table.columns:
            raise Refusal(missing_column(table.name, companion.key, table.columns))
        place = table.columns.index(companion.key)
        width = len(table.columns)
        rows = {row[place].strip(): row for _, row in table.rows if len(row) == width}
    return Beside(companion, table.columns, rows)


def missing_column(file: str, column: str, columns: Row) -> Reason:
    """Say that a file lacks a column that the mapping names."""
    message = f"{file} has no column “{column}”. Its columns are: {', '.join(columns)}."
    return Reason("missing_column", message, {"file": file, "column": column})
