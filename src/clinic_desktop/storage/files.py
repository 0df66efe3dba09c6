"""What a SQLite file says of itself, read as plain bytes, and where it lies.

SQLite is not asked: opening a file, even read-only, may leave files beside it or repair what
belongs to another program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clinic_desktop.domain.values import dataclass

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100
_LOG_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "fuse.davfs", "davfs"}
)
MOUNTS = Path("/proc/self/mounts")
Identity = tuple[int, int]
"""What tells a file from another one put in its place: its device and inode."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of a SQLite file say."""

    page_size: int
    pages: int
    schema_version: int
    user_version: int
    application_id: int

    @property
    def is_blank(self) -> bool:
        """Whether nobody has made a table yet: as good as an empty file."""
        return self.schema_version == self.user_version == self.application_id == 0

    @classmethod
    def of(cls, raw: bytes) -> Header:
        """Read the header's fields; they are big-endian."""

        def number(start: int, size: int = 4) -> int:
            return int.from_bytes(raw[start : start + size], "big")

        size = number(16, 2)
        return cls(65536 if size == 1 else size, number(28), number(40), number(60), number(68))


def log_of(file: Path) -> Path:
    """Answer the write-ahead log beside a database."""
    return file.with_name(file.name + "-wal")


def has_log(file: Path) -> bool:
    """Tell whether there are commits beside the file that are not in it yet."""
    try:
        return log_of(file).stat().st_size > _LOG_HEADER_BYTES
    except OSError:
        return False


def header_in_log(log: Path) -> bytes | None:
    """Find the newest committed first page in a write-ahead log, or None when it has none."""
    if not log.is_file():
        return None
    newest = pending = None
    with log.open("rb", buffering=0) as opened:
        head = opened.read(_LOG_HEADER_BYTES)
        page_size, salts = int.from_bytes(head[8:12], "big"), head[16:24]
        offset = _LOG_HEADER_BYTES
        while True:
            opened.seek(offset)
            frame = opened.read(_FRAME_HEADER_BYTES + HEADER_BYTES)
            # Frames of an earlier round of the log have other salts; the log ends before them.
            if len(frame) < _FRAME_HEADER_BYTES + HEADER_BYTES or frame[8:16] != salts:
                return newest
            if frame[:4] == b"\0\0\0\1":
                pending = frame[_FRAME_HEADER_BYTES:]
            if frame[4:8] != b"\0\0\0\0":
                newest = pending
            offset += _FRAME_HEADER_BYTES + page_size


def is_on_network(folder: Path) -> bool:
    """Tell whether the folder is another computer's, as far as the system says."""
    folder = folder.resolve()
    if sys.platform == "win32":
        import ctypes

        remote = 4
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return folder.anchor.startswith("\\\\") or kind == remote
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    nearest = max(
        (mount for mount in map(_mount, mounts) if folder.is_relative_to(mount[0])),
        key=lambda mount: len(mount[0]),
        default=("/", ""),
    )
    return nearest[1] in NETWORK_SYSTEMS


def _mount(line: str) -> tuple[str, str]:
    """Read a mount's folder and its kind of file system."""
    _device, folder, kind, *_ = line.split(" ")
    return folder.encode().decode("unicode_escape"), kind


def identity(file: Path) -> Identity | None:
    """Answer the file's identity, or None when it is gone."""
    try:
        found = os.stat(file)  # noqa: PTH116 - the cheapest call, at every poll
    except OSError:
        return None
    return found.st_dev, found.st_ino


def tick_path(file: Path) -> Path:
    """Answer the file whose time stamp says that something was committed."""
    return file.with_name(file.name + ".tick")


def tick(file: Path) -> None:
    """Touch the tick, made with the database's mode; never replace it: watches go deaf."""
    path = tick_path(file)
    try:
        os.utime(path)
    except FileNotFoundError:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, file.stat().st_mode & 0o777)
        os.close(descriptor)
        os.utime(path)
