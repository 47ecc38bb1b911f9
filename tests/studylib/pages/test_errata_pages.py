"""What readers see of corrections."""

from __future__ import annotations

import datetime

from rendered import TEMPLATES

from quire.pipeline.errata import Change, Erratum

CHANGE = Change(
    page="short", output="cities", row={"city": "A|B"}, column="share", old="1", new=None
)


def errata_text(frozen: list[int], errata: list[Erratum]) -> str:
    return TEMPLATES.render("errata.md", frozen=frozen, errata=errata)


def erratum(count: int) -> Erratum:
    return Erratum(
        version=1, date=datetime.date(2003, 4, 5), reason="A *star*.", changes=(CHANGE,) * count
    )


def test_an_edition_that_is_not_frozen_says_nothing() -> None:
    assert not errata_text([], []).strip()


def test_a_frozen_one_says_its_version_and_that_nothing_was_corrected() -> None:
    said = errata_text([1, 2], [])
    assert said.startswith("## Corrections\n")
    assert "version 2" in said
    assert "None has been corrected" in said


def test_an_erratum_is_shown_with_reason_old_and_new_escaped() -> None:
    said = errata_text([1], [erratum(1)])
    assert "### 2003\\-04\\-05: 1 value of version 1" in said
    assert "A \\*star\\*\\." in said
    assert "| short, cities; city: A\\|B; share | 1 | not there |" in said
    assert "dropdown" not in said


def test_many_values_are_folded() -> None:
    assert ":::{dropdown} The 9 values" in errata_text([1], [erratum(9)])
