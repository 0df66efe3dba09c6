"""Odd texts that people paste and scanners send, for every field that takes a text."""

from __future__ import annotations

TEXTS = {
    "emoji": "👩🏽‍⚕️ 🦷 Zoë",
    "right to left": "د. ليلى حداد",
    "bidi override": "abc\u202edef\u202c",
    "zalgo": "Z\u0351\u036b\u0343alg\u033bo\u0361",
    "long": "x" * 10_000,
    "long words": "word " * 2_000 + "end",
    "sql": "Robert'); DROP TABLE patient;--",
    "quotes": "\"'`“„«%s{0}\\n\\",
    "markup": "<b>&amp;</b><img src=x>",
    "like": "100%_\\%",
    "line breaks": "one\ntwo\r\nthree",
    "tab": "one\ttwo",
    "bell and escape": "\x07\x1b[31mred\x1b[0m",
    "delete": "a\x7fb",
    "nul": "a\0b",
    "half a pair": "a\ud800b",
    "not normalized": "Zoe\u0308 e\u0301",
    "non characters": "a\ufffe\uffffb",
    "separators": "a\u2028b\u2029c\u0085d",
    "spaces": "\u3000 a \u00a0 b\u2003",
    "blank": "   ",
    "empty": "",
    "only marks": "\u0301\u0301",
    "unseen": "\u200b\u200d\ufeff",
    "dashes": "--",
    "option": "--json",
    "number": "12",
    "huge number": "9" * 400,
    "digits of others": "½ ² ٣ ०३०",
    "no date": "31.02.2025",
    "no time": "99:99",
    "no phone": "1.2.1990",
    "json": '{"a": [1]}',
    "comma": ",",
    "path": "../../etc/passwd",
    "wide": "山田 太郎",
}

HARD = {
    "scripts": "👩🏽‍⚕️ د. ليلى \u202e山田\u202c Z\u0351\u036b Zoe\u0308",
    "code": "Robert'); DROP TABLE patient;-- 100%_\\ \"`{0}%s <b>&amp; ../ {\"a\": [1]}",
    "control": "one\r\ntwo\t\x07\x1b[31m\x7f",
    "spaces": "\u3000a \u2028b\u0085  c\u00a0",
    "figures": "9" * 300 + " ½ ٣",
    **{
        name: TEXTS[name]
        for name in (
            "long", "nul", "half a pair", "non characters", "blank", "unseen", "option", "no date",
        )
    },
}  # fmt: skip
"""Fewer of them, each with several kinds of oddity, for where every field is tried."""

OF_ENGINES = ("scripts", "code", "control", "nul", "half a pair", "non characters")
"""Those of them that one engine may take in another way than the other."""


def forms(text: str) -> set[str]:
    """Answer what a text may be stored as: as it came, or without outer or doubled spaces."""
    return {text, text.strip(), " ".join(text.split())}
