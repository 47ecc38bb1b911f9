"""What is said of the changes of a city."""

from __future__ import annotations

from types import SimpleNamespace

from studylib.findings.chance import WHOLE_SURVEY
from studylib.pages.city_parts import changes

EDITIONS = {
    each: SimpleNamespace(wave=each, wave_year=int(each), wave_respondents=500, name=each)
    for each in ("2001", "2004")
}
ROW = {
    **{
        "label": "Jobs",
        "before": "2001",
        "after": "2004",
        "item_before": "jobs",
        "item_after": "jobs",
    },
    **{
        "share_before": 40.0,
        "share_after": 60.0,
        "change": 20.0,
        "low": 12.0,
        "high": 28.0,
        "changed": True,
        "held": True,
    },
}


def test_changes_are_one_family_and_no_interval_holds_a_shift_of_the_survey() -> None:
    still = {
        **ROW,
        "share_after": 41.0,
        "change": 1.0,
        "low": -5.0,
        "high": 7.0,
        "changed": False,
        "held": False,
    }
    said = changes([ROW, still], EDITIONS, 95)[0].replace("\\", "")
    assert said.startswith(
        "2 comparisons of neighbouring surveys that asked the same. In 1 of them"
    )
    assert "over all of them as one family (Benjamini and Hochberg), 1 still counts" in said
    assert said.endswith(WHOLE_SURVEY)
    assert "institute" not in changes([still], EDITIONS, 95)[0]
