"""Colours that can be read, sizes that follow one base, and a theme that follows the system."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.look import Look, icon, icon_pixmap, load_fonts, restyle
from clinic_desktop.ui.palette import (
    DARK,
    HUES,
    LIGHT,
    READABLE,
    VISIBLE,
    Palette,
    channels,
    contrast,
    hue_of,
    mix,
    readable,
)
from clinic_desktop.ui.parts import Check, Choice, Field

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
TYPES = (
    *HUES, "#ffffff", "#000000", "#ffff00", "#00ff00", "#ff0000", "#0000ff", "#7f7f7f",
    "#3b6fe8", "#0f9d7a", "#8a57d6", "#d9772b", "#d64550", "#1590b0", "",
)  # fmt: skip


def text_pairs(c: Palette) -> list[tuple[str, str, str]]:
    """Answer (what, text, ground) for all text that is painted or styled."""
    grounds = ("window", "surface", "raised", "sunken", "hover")
    pairs = [
        (f"{ink} on {ground}", getattr(c, ink), getattr(c, ground))
        for ink in ("ink", "muted")
        for ground in grounds
    ]
    pairs += [
        (f"{tone} on {ground}", getattr(c, tone), getattr(c, ground))
        for tone in ("danger", "success", "warning", "accent", "on_accent_soft")
        for ground in ("window", "surface")
    ]
    pairs += [
        (f"{tone} on its soft ground", getattr(c, tone), getattr(c, f"{tone}_soft"))
        for tone in ("danger", "success", "warning")
    ]
    pairs += [
        (f"ink on {ground}", c.ink, getattr(c, ground))
        for ground in ("accent_soft", "danger_soft", "success_soft", "warning_soft", "selection")
    ]
    pairs += [
        (f"muted on {ground}", c.muted, getattr(c, ground))
        for ground in ("warning_soft", "accent_soft", "danger_soft")
    ]
    pairs += [
        ("faint", c.faint, c.surface),
        ("muted on selection", c.muted, c.selection),
        ("on accent", c.on_accent, c.accent),
        ("on hovered accent", c.on_accent, c.accent_hover),
        ("on soft accent", c.on_accent_soft, c.accent_soft),
        ("free", c.free_ink, c.free_fill),
        ("past free", c.free_past_ink, c.free_past_fill),
        ("now", c.on_now, c.now),
        ("muted on off hours", c.muted, c.off_hours),
        ("checked segment", c.ink, c.hour_line if c.dark else c.surface),
    ]
    pairs += [
        (f"{status} on {ground}", ink, getattr(c, ground))
        for status, ink in c.status_inks
        for ground in ("surface", "window")
    ]
    pairs += [
        (f"{tone} on what floats", getattr(c, tone), c.raised)
        for tone in ("danger", "accent", "on_accent_soft")
    ]
    return pairs


@PALETTES
def test_every_text_can_be_read_on_its_ground(palette: Palette) -> None:
    poor = {
        what: round(contrast(text, ground), 2)
        for what, text, ground in text_pairs(palette)
        if contrast(text, ground) < READABLE
    }
    assert poor == {}


@PALETTES
@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("hue", TYPES)
def test_cards_of_any_type_can_be_read(
    palette: Palette, hue: str, *, past: bool, cancelled: bool
) -> None:
    card = palette.card(hue, past=past, cancelled=cancelled)
    assert contrast(card.ink, card.fill) >= READABLE
    assert contrast(card.muted, card.fill) >= READABLE
    assert contrast(card.icon, card.fill) >= VISIBLE
    if not past and not cancelled:
        assert contrast(card.bar, card.fill) >= VISIBLE
    assert all(contrast(ink, fill) >= READABLE for fill, ink in map(palette.avatar, HUES))


@PALETTES
def test_cards_of_every_colour_that_one_can_choose_can_be_read(palette: Palette) -> None:
    shades = ("00", "55", "aa", "ff")
    hues = ["#" + "".join(each) for each in itertools.product(shades, repeat=3)]
    for hue, past, cancelled in itertools.product(hues, (False, True), (False, True)):
        card = palette.card(hue, past=past, cancelled=cancelled)
        assert contrast(card.ink, card.fill) >= READABLE, hue
        assert contrast(card.muted, card.fill) >= READABLE, hue
        assert contrast(card.icon, card.fill) >= VISIBLE, hue


@PALETTES
def test_the_ring_of_what_is_current_is_seen_on_every_ground(palette: Palette) -> None:
    names = ("surface", "window", "raised", "sunken", "off_hours", "free_fill", "free_past_fill")
    grounds = {name: getattr(palette, name) for name in names}
    for hue in TYPES:
        grounds[f"card {hue}"] = palette.card(hue).fill
        grounds[f"past card {hue}"] = palette.card(hue, past=True).fill
    for ring in (palette.focus, palette.muted):
        poor = {
            name: ground for name, ground in grounds.items() if contrast(ring, ground) < VISIBLE
        }
        assert poor == {}


@PALETTES
def test_free_time_stands_out_and_is_unlike_a_green_type(palette: Palette) -> None:
    apart = {
        name: max(abs(a - b) for a, b in zip(channels(one), channels(other), strict=True))
        for name, one, other in (
            ("green card", palette.card("#0f9d7a").fill, palette.free_fill),
            ("bright green card", palette.card("#22c55e").fill, palette.free_fill),
            ("off hours", palette.off_hours, palette.free_fill),
        )
    }
    assert min(apart.values()) >= 16, apart
    red, green, blue = channels(palette.free_fill)
    assert green <= max(red, blue), "free time is not green"
    assert contrast(palette.free_line, palette.off_hours) >= 1.8
    assert contrast(palette.free_line, palette.surface) >= 1.8
    assert contrast(palette.focus, palette.surface) >= VISIBLE
    assert contrast(palette.now, palette.surface) >= VISIBLE


@PALETTES
def test_a_visit_without_type_is_neither_free_nor_closed(palette: Palette) -> None:
    fill = palette.card("").fill
    others = {
        "free": palette.free_fill,
        "off hours": palette.off_hours,
        "cancelled": palette.card("", cancelled=True).fill,
        **{hue: palette.card(hue).fill for hue in ("#3b6fe8", "#8a57d6", "#1590b0")},
    }
    apart = {
        name: max(abs(a - b) for a, b in zip(channels(fill), channels(other), strict=True))
        for name, other in others.items()
    }
    assert min(apart.values()) >= 12, apart


@PALETTES
def test_bars_can_be_seen(palette: Palette) -> None:
    assert contrast(palette.accent, palette.surface) >= VISIBLE
    assert contrast(palette.accent, palette.border) >= 1.8


def seen(widget: QWidget, columns: range) -> float:
    """Answer the best contrast that a field of 200 by 30 pixels has in some columns."""
    widget.resize(200, 30)
    image = widget.grab().toImage()
    ground = image.pixelColor(150, 15).name()
    inks = {image.pixelColor(x, y).name() for x in columns for y in range(6, 24)}
    return max(contrast(ground, each) for each in inks)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_draws_its_arrow_in_either_theme(look: Look, qtbot: QtBot, theme: str) -> None:
    look.set_theme(theme)
    box = Choice(look, "Type")
    box.addItem("Check-up")
    qtbot.addWidget(box)
    assert seen(box, range(178, 194)) >= VISIBLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_box_without_its_check_is_seen_in_either_theme(
    look: Look, qtbot: QtBot, theme: str
) -> None:
    look.set_theme(theme)
    check = Check(look, "Cancelled", "Cancelled visits")
    qtbot.addWidget(check)
    assert seen(check, range(16)) >= VISIBLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_an_empty_field_asks_for_can_be_read(look: Look, qtbot: QtBot, theme: str) -> None:
    look.set_theme(theme)
    field = Field()
    field.setPlaceholderText("What it is about")
    qtbot.addWidget(field)
    assert seen(field, range(8, 120)) >= READABLE


def test_a_wrong_field_looks_wrong_while_one_types_in_it(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = Field()
    field.setParent(window)
    field.setProperty("invalid", True)
    field.setGeometry(0, 0, 200, 30)
    with qtbot.waitExposed(window):
        window.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus, timeout=60_000)
    assert field.grab().toImage().pixelColor(100, 1).name() == look.palette.danger


def test_the_arithmetic_of_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert readable("#ffff00", "#ffffff", "#000000") != "#ffff00"
    assert readable("#000000", "#ffffff", "#111111") == "#000000"
    assert hue_of(1) == hue_of(len(HUES) + 1)


def test_text_is_set_in_inter_and_sizes_follow_one_base(look: Look) -> None:
    assert load_fonts() == "Inter"
    assert QFontInfo(look.font("body")).family() == "Inter"
    single = {size: look.px(size) for size in (1, 8, 13, 40)}
    font = look.font("title").pixelSize()
    look.set_text_scale(2.0)
    assert all(look.px(size) == pytest.approx(2 * was, abs=1) for size, was in single.items())
    assert look.font("title").pixelSize() == pytest.approx(2 * font, abs=1)
    assert QApplication.font().pixelSize() == look.font().pixelSize()


@pytest.mark.parametrize("role", ["time", "axis"])
def test_times_under_each_other_line_up(look: Look, role: str) -> None:
    del look
    metrics = QFontMetricsF(Measures(20).fonts[role])
    assert len({round(metrics.horizontalAdvance(figure * 8), 2) for figure in "0123456789"}) == 1


def test_a_hyphen_in_a_word_is_no_wider_than_a_letter(look: Look) -> None:
    calendar = Measures(20).fonts
    for font in (look.font(), look.font("small"), calendar["detail"], calendar["name"]):
        metrics = QFontMetricsF(font)
        assert metrics.horizontalAdvance("-") < 0.8 * metrics.horizontalAdvance("n")


def test_icons_are_drawn_in_their_colour_at_the_screens_ratio(look: Look) -> None:
    pixmap = icon_pixmap("clock", "#ff0000", 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    image = pixmap.toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#ff0000"}
    assert not icon("clock", "#ff0000", "#888888").isNull()
    assert not look.icon("clock").isNull()
    with pytest.raises(FileNotFoundError):
        icon_pixmap("no-such-icon", "#ff0000", 16)


def test_the_look_follows_the_system_live_unless_a_theme_is_fixed(
    look: Look, qapp: QApplication
) -> None:
    changed: list[str] = []
    look.changed.connect(lambda: changed.append(look.palette.name))
    look.set_theme("dark")
    assert look.palette is DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert look.palette is DARK
    look.set_theme("system")
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown):
        qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert look.palette is LIGHT
    assert changed[0] == "dark"
    assert changed[-2:] == ["dark", "light"]


def test_the_style_sheet_is_understood_by_qt(look: Look, qtbot: QtBot) -> None:
    for theme in ("light", "dark"):
        look.set_theme(theme)
        button, label = QPushButton("Book"), QLabel("Free")
        for widget in (button, label):
            qtbot.addWidget(widget)
        plain = button.grab().toImage()
        button.setProperty("kind", "primary")
        restyle(button)
        assert button.grab().toImage() != plain
