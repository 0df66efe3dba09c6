"""Where things are: the database, the user's folders, the program's own resources."""

from __future__ import annotations

import getpass
import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import category

import platformdirs

from clinic_desktop.domain.values import dataclass

APP = "clinic-desktop"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program was started with; nothing here changes while it runs.

    ``database`` is a file path or a ``postgresql://`` URL. ``actor`` is who acts, ``station`` on
    which PC. ``config_folder`` keeps what a person has set, as keys. ``theme`` is system, light or
    dark.
    """

    database: str
    actor: str
    station: str
    data_folder: Path
    state_folder: Path
    log_folder: Path
    config_folder: Path
    theme: str = "system"

    @classmethod
    def load(
        cls, database: str | None = None, environ: Mapping[str, str] | None = None
    ) -> Settings:
        """Read the environment: ``database`` first, then CLINIC_DATABASE, then the data folder.

        Raises:
            Misuse: ``usage``, the database that was asked for has no name.

        """
        if database is not None and not database.strip():
            from clinic_desktop.domain.refusals import Misuse

            # Taken for “not given”, it would open another clinic than the one that was meant.
            message = "The database's name is empty. Name a file or a postgresql:// URL."
            raise Misuse("usage", message)
        environ = os.environ if environ is None else environ
        data = platformdirs.user_data_path(APP, appauthor=False)
        return cls(
            database=database or environ.get("CLINIC_DATABASE") or str(data / "clinic.db"),
            actor=_tidy(environ.get("CLINIC_ACTOR", "")) or _tidy(_os_user()),
            station=_tidy(environ.get("CLINIC_STATION", "")) or _tidy(platform.node()) or "unknown",
            data_folder=data,
            state_folder=platformdirs.user_state_path(APP, appauthor=False),
            log_folder=platformdirs.user_log_path(APP, appauthor=False),
            config_folder=platformdirs.user_config_path(APP, appauthor=False),
            theme=environ.get("CLINIC_THEME") or "system",
        )

    @property
    def on_server(self) -> bool:
        """Whether the database is a PostgreSQL server's."""
        return self.database.startswith(("postgresql://", "postgres://"))

    @property
    def file(self) -> Path | None:
        """The database's file, or None on a server."""
        return None if self.on_server else Path(self.database).expanduser().absolute()


def _tidy(name: str) -> str:
    """Make a name from outside one that can be stored and shown, whatever bytes it came in."""
    bad = ("Cc", "Cs")
    shown = " ".join(name.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if category(c) in bad else c for c in shown)


def _os_user() -> str:
    """Answer the operating system's user name; a user without an entry goes by number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


@cache
def resources() -> Path:
    """Answer the folder of fonts, icons and mappings: inside the package, or the checkout's."""
    packaged = Path(__file__).parent / "resources"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "resources"


def machine_zone(localtime: Path = Path("/etc/localtime")) -> str | None:
    """Answer this computer's IANA zone: TZ's, else the one that /etc/localtime links to."""
    from clinic_desktop.domain.refusals import Refusal
    from clinic_desktop.domain.time import zone_named

    named = os.environ.get("TZ", "").removeprefix(":")
    if not named and localtime.is_symlink():
        _, _, named = str(localtime.resolve()).partition("zoneinfo/")
    try:
        return zone_named(named).key
    except Refusal:
        return None
