"""Colours by meaning: two palettes, and the arithmetic that keeps text readable on any ground.

Colours are ``#rrggbb`` strings, so that palettes are plain values which tests can reckon with.
"""

from __future__ import annotations

from clinic_desktop.domain.values import dataclass

READABLE = 4.5
"""The least contrast of text and its ground (WCAG 2.2, level AA)."""

VISIBLE = 3.0
"""The least contrast of a mark that carries meaning: icons, bars, focus rings."""

_STEPS = 25


def channels(colour: str) -> tuple[int, int, int]:
    """Answer red, green and blue, 0 to 255, of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(ground: str, colour: str, share: float) -> str:
    """Answer the ground with a share (0 to 1) of the colour laid over it."""
    pairs = zip(channels(ground), channels(colour), strict=True)
    red, green, blue = (round(under * (1 - share) + over * share) for under, over in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


def luminance(colour: str) -> float:
    """Answer the relative luminance, 0 (black) to 1 (white), as WCAG defines it."""
    linear = []
    for channel in channels(colour):
        value = channel / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Answer the contrast of two colours, 1 (none) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, ink: str, least: float = READABLE) -> str:
    """Answer the colour, moved towards the ink no further than the contrast on the ground needs."""
    for step in range(_STEPS + 1):
        candidate = mix(colour, ink, step / _STEPS)
        if contrast(candidate, ground) >= least:
            return candidate
    return ink


@dataclass(frozen=True, slots=True)
class CardColours:
    """What one card is painted with; ``ink`` and ``muted`` are readable on ``fill``."""

    fill: str
    bar: str
    ink: str
    muted: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One theme's colours by meaning.

    Grounds: ``window`` behind panels, ``surface`` of panels and working hours, ``raised`` for
    menus, ``sunken`` for segments and quiet fields, ``off_hours``, and time off with its ``away_…``
    lines, edge and words. Text: ``ink``, ``muted``,
    ``faint`` for what is only hinted at (a neighbouring month), and
    the ``on_…`` colours on the fill they name. ``tint`` is the share of a type's hue in its card;
    a visit without type has a hue and a share of its own, so that it is neither free nor closed.
    """

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    sunken: str
    hover: str
    line: str
    hour_line: str
    border: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    free_fill: str
    free_line: str
    free_ink: str
    free_past_fill: str
    free_past_line: str
    free_past_ink: str
    off_hours: str
    away_fill: str
    away_line: str
    away_edge: str
    away_ink: str
    now: str
    on_now: str
    danger: str
    success: str
    warning: str
    danger_soft: str
    success_soft: str
    warning_soft: str
    selection: str
    focus: str
    untyped: str
    untyped_tint: float
    cancelled_fill: str
    tint: float
    ink_share: float
    status_inks: tuple[tuple[str, str], ...]

    def card(self, colour: str, *, past: bool = False, cancelled: bool = False) -> CardColours:
        """Answer the colours of a card of a type's hue (``#rrggbb``; empty: no type).

        Past cards fade but stay readable; cancelled ones are grey.
        """
        hue = colour or self.untyped
        if cancelled:
            fill = self.cancelled_fill
            muted = readable(self.muted, fill, self.ink)
            return CardColours(fill, self.border, muted, muted, muted)
        share = (self.tint if colour else self.untyped_tint) * (0.5 if past else 1.0)
        fill = mix(self.surface, hue, share)
        while contrast(self.muted, fill) < VISIBLE:
            # A bright hue on a dark surface: the ring of what is current must still be seen on it.
            share *= 0.9
            fill = mix(self.surface, hue, share)
        ink = mix(hue, self.ink, 0.55 if past else self.ink_share)
        muted = mix(ink, fill, 0.18 if past else 0.22)
        bar = readable(hue, fill, self.ink, VISIBLE)
        return CardColours(
            fill=fill,
            bar=mix(bar, fill, 0.45) if past else bar,
            ink=readable(ink, fill, self.ink),
            muted=readable(muted, fill, self.ink),
            icon=readable(hue, fill, self.ink, VISIBLE),
        )

    def status_ink(self, status: str) -> str:
        """Answer the colour of a status' mark on the surface."""
        return dict(self.status_inks).get(status, self.muted)

    def avatar(self, hue: str) -> tuple[str, str]:
        """Answer fill and readable ink of a round initial in a hue."""
        fill = mix(self.surface, hue, 0.22)
        return fill, readable(mix(hue, self.ink, 0.25), fill, self.ink)


HUES = (
    "#3b6fe8", "#0f9d7a", "#8a57d6", "#d9772b", "#d64550", "#1590b0",
    "#b1479b", "#6b8e23", "#5b6ee1", "#b8860b", "#00857c", "#a0522d",
)  # fmt: skip
"""Hues of doctors' avatars, in turn by the doctor's id."""


def hue_of(number: int) -> str:
    """Answer the hue that belongs to an id, the same on every screen."""
    return HUES[(number - 1) % len(HUES)]


LIGHT = Palette(
    name="light",
    dark=False,
    window="#f6f7f9",
    surface="#ffffff",
    raised="#ffffff",
    sunken="#eef0f4",
    hover="#f1f3f7",
    line="#e6e9ee",
    hour_line="#d5dae3",
    border="#c5ccd8",
    ink="#1b2130",
    muted="#5a6475",
    faint="#6d7688",
    accent="#3559e0",
    accent_hover="#2a4bc8",
    on_accent="#ffffff",
    accent_soft="#e6ebfc",
    on_accent_soft="#2a4bc8",
    free_fill="#ffffff",
    free_line="#9fadc6",
    free_ink="#4a5872",
    free_past_fill="#f9fafb",
    free_past_line="#cbd2de",
    free_past_ink="#667082",
    off_hours="#eceef2",
    away_fill="#e4e7ed",
    away_line="#c9cfda",
    away_edge="#7d8799",
    away_ink="#465062",
    now="#d5353b",
    on_now="#ffffff",
    danger="#c12b36",
    success="#1a7542",
    warning="#8f5600",
    danger_soft="#fdecec",
    success_soft="#e5f5ec",
    warning_soft="#fdf2dd",
    selection="#d7e0fb",
    focus="#3559e0",
    untyped="#5f6ba3",
    untyped_tint=0.22,
    cancelled_fill="#f1f2f5",
    tint=0.15,
    ink_share=0.72,
    status_inks=(
        ("booked", "#5a6475"),
        ("arrived", "#2a4bc8"),
        ("in_progress", "#8f5600"),
        ("fulfilled", "#1a7542"),
        ("noshow", "#c12b36"),
        ("cancelled", "#5a6475"),
    ),
)

DARK = Palette(
    name="dark",
    dark=True,
    window="#0f1218",
    surface="#171b24",
    raised="#1f2430",
    sunken="#0f1218",
    hover="#222836",
    line="#252b38",
    hour_line="#333b4b",
    border="#434d61",
    ink="#e8ebf2",
    muted="#9aa4b7",
    faint="#7a8499",
    accent="#86a2ff",
    accent_hover="#a2b8ff",
    on_accent="#0f1218",
    accent_soft="#232d4d",
    on_accent_soft="#b3c4ff",
    free_fill="#262d3b",
    free_line="#566279",
    free_ink="#c9d2e2",
    free_past_fill="#1b202a",
    free_past_line="#465066",
    free_past_ink="#939db0",
    off_hours="#0e1117",
    away_fill="#141922",
    away_line="#3b4559",
    away_edge="#6f7b91",
    away_ink="#a9b3c5",
    now="#ff6369",
    on_now="#1c0708",
    danger="#ff8087",
    success="#6fd39b",
    warning="#f0b45a",
    danger_soft="#3a1d22",
    success_soft="#16301f",
    warning_soft="#35290f",
    selection="#283660",
    focus="#9db4ff",
    untyped="#8d99d6",
    untyped_tint=0.33,
    cancelled_fill="#1d222c",
    tint=0.30,
    ink_share=0.80,
    status_inks=(
        ("booked", "#9aa4b7"),
        ("arrived", "#b3c4ff"),
        ("in_progress", "#f0b45a"),
        ("fulfilled", "#6fd39b"),
        ("noshow", "#ff8087"),
        ("cancelled", "#9aa4b7"),
    ),
)
