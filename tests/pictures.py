"""The few pictures of the documents: chosen among the screenshots, small enough to be kept.

``./run screenshots --docs`` renews them in docs/pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from clinic_desktop.ui.window import STATUS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SHOWN = {
    "03_day": "day",
    "04_booking": "booking",
    "08_appointment": "visit",
    "13_week": "week",
    "14_keys": "keys",
    "26_month": "month",
    "27_agenda": "agenda",
    "28_print_day": "printing",
    "51_hours_typed": "hours",
    "61_block_off": "block-off",
    "91_several_can_not_go": "several",
    "96_pinboard_pick": "pinboard",
    "99_together": "together",
}
"""Screenshots by name, and what each is called in the documents."""
COLOURS = 256


def renew() -> int:
    """Make the screenshots, light and at their usual size, and keep those that are shown."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = [sys.executable, "-m", "tests.screenshots", "--out", folder]
        made += ["--run", "1 plain 1440x900"]
        # Nobody's own folder is shown where files go.
        environ = {**os.environ, "QT_SCALE_FACTOR": "1", "HOME": "/home/ann"}
        done = subprocess.run(made, check=False, env=environ)
        if done.returncode:
            return done.returncode
        for name, shown in SHOWN.items():
            image = QImage(str(Path(folder) / f"{name}_light_1440x900_1x.png"))
            # Without the status bar: it names a folder that is another one each time.
            shown_part = image.copy(0, 0, image.width(), image.height() - STATUS)
            reduced(shown_part).save(str(FOLDER / f"{shown}.png"), quality=0)
    return 0


def reduced(image: QImage) -> QImage:
    """Answer a picture with no more colours than a byte can name, its most common ones first.

    Of each kind of colour one is kept before any gets a second: a small mark keeps its hue.
    """
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    kinds: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for colour, count in Counter(memoryview(image.constBits()).cast("I")).items():
        kinds[colour & 0xF0F0F0][colour] = count
    firsts = Counter({kind.most_common(1)[0][0]: kind.total() for kind in kinds.values()})
    table = [colour for colour, _ in firsts.most_common(COLOURS * 3 // 4)]
    known = set(table)
    others = Counter({c: n for kind in kinds.values() for c, n in kind.items() if c not in known})
    table += [colour for colour, _ in others.most_common(COLOURS - len(table))]
    return image.convertToFormat(
        QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither
    )
