"""What readers see of corrections."""

from __future__ import annotations

import datetime

from quire.pipeline.errata import Change, Erratum
from studylib.pages.errata_pages import SHOWN, errata_text

CHANGE = Change(
    page="short", output="cities", row={"city": "A|B"}, column="share", old="1", new=None
)


def erratum(count: int) -> Erratum:
    return Erratum(
        version=1, date=datetime.date(2003, 4, 5), reason="A *star*.", changes=(CHANGE,) * count
    )


def test_an_edition_that_is_not_frozen_says_nothing() -> None:
    assert errata_text([], []) == ""


def test_a_frozen_one_says_its_version_and_that_nothing_was_corrected() -> None:
    said = errata_text([1, 2], [])
    assert said.startswith("## Corrections\n")
    assert "version 2" in said
    assert "None has been corrected" in said


def test_an_erratum_is_shown_with_reason_old_and_new_escaped() -> None:
    said = errata_text([1], [erratum(1)])
    assert "### 2003-04-05: 1 value of version 1" in said
    assert "A \\*star\\*\\." in said
    assert "| short\\, cities\\; city\\: A\\|B\\; share | 1 | not there |" in said
    assert "dropdown" not in said


def test_many_values_are_folded() -> None:
    assert ":::{dropdown} The 9 values" in errata_text([1], [erratum(SHOWN + 1)])
