"""Signs that no reader sees, and that are no text: control and direction marks, signs of no width, and text of blanks alone."""

from __future__ import annotations

import re
import unicodedata

JOINED = "\u0600-\u109f\u1780-\u18af"
"""Scripts whose letters join: in them joiners (U+200C, U+200D) belong to how a word is spelt."""

UNSEEN = re.compile(
    # a line feed is text
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    # letters that are drawn as nothing, what stands for a letter that was lost, and what has no meaning
    "\u115f\u1160\u2800\u3164\uffa0\ufff0-\uffff\ud800-\uf8ff"
    "\U000e0000-\U000e00ff\U000e01f0-\U0010ffff]"
    f"|(?<![{JOINED}])[\u200c\u200d]"
)
BREAKS = str.maketrans({"\t": " ", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"})


def say_unseen(text: str) -> str:
    r"""What in a text is no text, in words; empty if nothing is.

    >>> say_unseen("Gr\u200baz"), say_unseen("  "), say_unseen("Graz")
    ('holds U+200B (zero width space), which is not seen', 'holds only blanks', '')
    """
    sign = UNSEEN.search(text)
    if sign:
        name = unicodedata.name(sign[0], "a control character").lower()
        return f"holds U+{ord(sign[0]):04X} ({name}), which is not seen"
    return "holds only blanks" if text and not text.strip() else ""


def leave_out_unseen(text: str) -> str:
    r"""A text without such signs; a tab is a blank, and whatever ends a line a line feed.

    >>> leave_out_unseen("Gr\u200baz\tand\r\nWien")
    'Graz and\nWien'
    """
    if text.isascii() and text.isprintable():
        return text
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS))
