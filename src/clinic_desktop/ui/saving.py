"""The questions where to save a file and which one to open; no file that they list is opened."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo, QStandardPaths, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QWidget


class _Icons(QAbstractFileIconProvider):
    """Tells folders from files by what they are.

    Qt's own opens a file to see what is in it. To close the clinic's file again ends every lock
    that this process holds on it (POSIX), and another program then deletes the log beside it.
    """

    def __init__(self) -> None:
        """Take the style's icons, in the window's thread: Qt asks for them in another."""
        super().__init__()
        style = QApplication.style()
        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)

    def icon(self, of: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """Answer the icon of a file, or of a kind of place."""
        is_file = of.isFile() if isinstance(of, QFileInfo) else of is self.IconType.File
        return self._file if is_file else self._folder

    def type(self, info: QFileInfo) -> str:
        """Answer what stands in the column of kinds."""
        return "Folder" if info.isDir() else "File"


_icons = functools.cache(_Icons)
"""One for all dialogs: Qt does not keep it, and asks until the last one is gone."""


def documents_folder() -> Path:
    """Answer the person's documents folder, else the home: never where the program was started."""
    where = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(where))
    return documents if documents.is_dir() else Path.home()


def with_ending(file: Path, kind: str) -> Path:
    """Answer the file with its ending, whatever a name has behind a dot, as “Dr. Lee” does."""
    name = file.name.rstrip(". ")
    # Without a name it is a folder, whose own words come from who can't write it.
    is_there = not name or file.suffix.lower() == f".{kind}"
    return file if is_there else file.with_name(f"{name}.{kind}")


def ask_where(
    parent: QWidget, title: str, proposed: Path, kind: str, then: Callable[[Path], None]
) -> None:
    """Ask where to save, and call back with the place; nothing waits for the answer.

    ``proposed`` may be the mere name of a file among the person's documents; ``kind`` is its
    ending without the dot, which the place has in any case.
    """

    def take(chosen: str) -> None:
        file = with_ending(Path(chosen), kind)
        if file != Path(chosen) and file.exists():
            # Whether to replace it was asked of another name.
            ask_where(parent, title, file, kind, then)
        else:
            then(file)

    dialog = _dialog(parent, title)
    dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(str(documents_folder() / proposed))
    dialog.fileSelected.connect(take)
    dialog.open()


def ask_which(parent: QWidget, title: str, folder: Path, then: Callable[[str], None]) -> None:
    """Ask which clinic's file to open, and call back with its place; nothing waits for it."""
    dialog = _dialog(parent, title)
    dialog.setNameFilters(["Clinics (*.db)", "All files (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setDirectory(str(folder if folder.is_dir() else documents_folder()))
    dialog.fileSelected.connect(then)
    dialog.open()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    """Make the dialog; it is gone when it was answered."""
    # Where it would begin by itself may be the clinic's folder, and it lists that at once.
    dialog = QFileDialog(parent, title, QDir.rootPath())
    dialog.setIconProvider(_icons())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
