"""Sentences that can be translated: an English template, and the parts that are put into it.

A message is its English text (a `str`), so whoever only reads it needs to know nothing of all this; beside the text it keeps
what it was made of, of which another language is made where the text reaches a reader (`quire.text.languages`). Templates are
literals, because Babel finds them in the code (`locale/babel.cfg`); what goes into them is a number, a name, or a message itself.
Never put words together with `+` or an f-string: their order is another one in the next language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from quire.text.sides import isolate

SENTENCE, LIST, COUNT, CAPITAL, SMALL = "sentence", "list", "count", "capital", "small"
"""Kinds of messages: a template with its parts; words as a list; a number with its noun; a text with another first letter."""

MADE: dict[str, Message] = {}
"""What each text of this process was made of: frames, files and drawings keep no more of a message than its text.

A text without parts is not here: a catalogue has it as it is. So what a run leaves does not depend on which modules were imported."""


class Code(str):
    """The name of something in code or data, such as a table: the same in any language, also where it is a word."""


class Message(str):
    """English text with what it was made of.

    Attributes
    ----------
    template
        The English template, which is also the message's name in a catalogue; of a count its noun.
    parts
        What was put into it, by name.
    many, number
        The template for any number but one, and the number.
    kind
        How it was made of these: see `SENTENCE`.
    """

    template: str
    parts: Mapping[Any, object]
    many: str
    number: int
    kind: str

    def __new__(  # noqa: D102
        cls,
        text: str,
        template: str = "",
        parts: Mapping[Any, object] | None = None,
        *,
        many: str = "",
        number: int = 1,
        kind: str = SENTENCE,
    ) -> Self:
        made = super().__new__(cls, text)
        made.template = template or (text if kind == SENTENCE else "")
        made.parts, made.many, made.number, made.kind = parts or {}, many, int(number), kind
        if made.parts or many:
            MADE.setdefault(text, made)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """For copies and other processes."""
        return _again, (str(self), self.as_data())

    def as_data(self) -> dict[str, Any]:
        """What it was made of as plain data; parts that are messages are among `MADE` by their texts."""
        parts = {str(name): str(part) for name, part in self.parts.items()}
        there = {"kind": self.kind, "template": self.template, "parts": parts, "many": self.many}
        return {
            **{name: value for name, value in there.items() if value and value != SENTENCE},
            **({"number": self.number} if self.many else {}),
        }


def _again(text: str, data: Mapping[str, Any]) -> Message:
    return Message(text, **data)


def remember(made: Mapping[str, Mapping[str, Any]]) -> None:
    """Take in what texts of another process were made of, by their words, as `Message.as_data` gave it there."""
    for text, data in made.items():
        Message(text, **data)


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
    text = (one if n == 1 else many).format(**_isolated(parts))
    return Message(text, one, parts, many=many, number=int(n))


def _isolated(parts: Mapping[str, object]) -> dict[str, object]:
    return {name: isolate(part) if type(part) is str else part for name, part in parts.items()}
