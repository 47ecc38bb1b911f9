"""Names of scripts that are read from the right, in sentences that are not."""

from __future__ import annotations

import unicodedata

FROM_THE_RIGHT = frozenset(["R", "AL"])
"""What Unicode calls letters that are read from the right."""

APART, TOGETHER = "\u2068", "\u2069"
"""Signs that nobody sees: what stands between them has a direction of its own."""


def isolate(name: str) -> str:
    """A name whose letters are read from the right, kept apart from its sentence; any other text stays as it is.

    Numbers and signs beside the name would be read from the right as well.

    >>> isolate("Graz"), len(isolate("חיפה")) - len("חיפה"), isolate(isolate("חיפה")) == isolate("חיפה")
    ('Graz', 2, True)
    """
    kinds = {unicodedata.bidirectional(sign) for sign in name} if not name.isascii() else set()
    if "L" in kinds or "FSI" in kinds or not kinds & FROM_THE_RIGHT:
        return name
    return f"{APART}{name}{TOGETHER}"
