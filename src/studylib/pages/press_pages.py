"""The press sheet of an edition: its key messages on one page that can be printed, with what an editor has to know beside them.

The messages are worded in `studylib.findings.key_messages`, what is said beside them in the template `press.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from quire.text.messages import _
from studylib.findings.messages import UCLG
from studylib.findings.published import say_not_recorded
from studylib.pages.pages import Fact, Facts

NAME = "press"
SHORT = _("Press sheet")
LEAD = _("The key messages on one sheet of paper.")

MOST_RESULTS = 2
"""Results of UCLG's own study that fit on the sheet beside the messages; the page of the edition has all of them."""


@dataclass(frozen=True)
class PressSheet:
    """What the sheet of an edition says.

    Attributes
    ----------
    results
        What UCLG found of its own cities and no message says already, as far as there is room.
    more
        That UCLG published more, where that is known.
    further
        Whether results are left out.
    """

    template: ClassVar[str] = "press.md"
    facts: Facts
    results: Sequence[Fact]
    more: str
    further: bool


def press_files(editions: Sequence[Facts]) -> dict[str, PressSheet]:
    """The press sheet of every edition that has key messages, of residents or of governments, by its path in the book."""
    return {
        f"editions/{facts.edition.id}/{NAME}.md": press_sheet(facts)
        for facts in editions
        if facts.messages or facts.said
    }


def press_sheet(facts: Facts) -> PressSheet:
    """The sheet of one edition."""
    said = {one.message.removesuffix(".") for one in facts.messages}
    shares = [
        f"{one.figure.removesuffix('%')}per cent "
        for one in facts.messages
        if one.whose == UCLG and one.figure.endswith("%")
    ]
    results = [
        fact
        for fact in facts.results
        if fact.value not in said and not fact.value.startswith(tuple(shares))
    ]
    rows = [(fact.field, fact.value) for fact in facts.published]
    return PressSheet(
        facts=facts,
        results=results[:MOST_RESULTS],
        more=say_not_recorded(pd.DataFrame(rows, columns=["field", "value"])),
        further=len(results) > MOST_RESULTS,
    )
