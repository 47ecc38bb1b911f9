"""Sentences that can be translated: an English template, and the parts that are put into it.

A message is its English text (a `str`), so whoever only reads it needs to know nothing of all this; beside the text it keeps
template and parts, of which another language is made. Templates are literals, because Babel finds them in the code
(`locale/babel.cfg`); what goes into them is a number, a name, or a message itself. Never put words together with `+` or an
f-string: their order is another one in the next language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from quire.text.words import isolate


class Message(str):
    """English text with the template and the parts that it was made of.

    Attributes
    ----------
    template
        The English template, which is also the message's name in a catalogue.
    parts
        What was put into it, by name.
    """

    template: str
    parts: Mapping[str, object]

    def __new__(  # noqa: D102
        cls, text: str, template: str = "", parts: Mapping[str, object] | None = None
    ) -> Self:
        made = super().__new__(cls, text)
        made.template = template or text
        made.parts = parts or {}
        return made


def _(template: str, /, **parts: object) -> Message:
    """Make a message: the template with its parts put in.

    Raises
    ------
    KeyError
        If a part that the template names is missing.

    >>> _("{cities} have a score of {score}.", cities="Graz and Wien", score="61.3")
    'Graz and Wien have a score of 61.3.'
    """
    return Message(template.format(**_isolated(parts)), template, parts)


def ngettext(one: str, many: str, n: int, /, **parts: object) -> Message:
    """Make a message whose words depend on a number; the template may name it, as `{n}`.

    >>> ngettext("{n} city has", "{n} cities have", 1), ngettext("{n} city has", "{n} cities have", 8716)
    ('1 city has', '8,716 cities have')
    """
    parts = {"n": f"{n:,}", **parts}
    return Message((one if n == 1 else many).format(**_isolated(parts)), one, parts)


def _isolated(parts: Mapping[str, object]) -> dict[str, object]:
    return {name: isolate(part) if type(part) is str else part for name, part in parts.items()}
