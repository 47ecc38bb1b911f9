"""All comparisons of editions as one family, on the invented editions of `test_across`."""

from __future__ import annotations

import pandas as pd
import pytest

from studylib.questions import family
from studylib.questions.area_changes import AreaChanges


def test_all_that_is_tested_is_judged_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # 0.01, 0.02, 0.03, 0.045, 0.9 at 0.01, 0.02, 0.03, 0.04, 0.05: three pass; alone in its table, 0.045 would too
    frame = {"concept": [0.01, 0.9], "area": [0.02], "spread": [0.03], "pair": [0.045, None]}
    tables = {name: pd.DataFrame({"p": chances}, dtype=float) for name, chances in frame.items()}
    monkeypatch.setattr(family, "list_steps", lambda *_: [])
    monkeypatch.setattr(family, "score_editions", lambda *_: {})
    monkeypatch.setattr(family, "measure_changes", lambda *_: tables["concept"])
    monkeypatch.setattr(
        family, "measure_area_changes", lambda *_: AreaChanges(tables["area"], pd.DataFrame(), ())
    )
    monkeypatch.setattr(family, "measure_convergence", lambda *_: tables["spread"])
    monkeypatch.setattr(family, "measure_country_changes", lambda *_: pd.DataFrame())
    monkeypatch.setattr(family, "correlate_countries", lambda *_: tables["pair"])
    names = ("answers", "areas", "cities", "comparability", "items", "tree")
    found = family.compare_editions(pd.DataFrame(), dict.fromkeys(names, pd.DataFrame()), {}, 95)
    assert found.concepts["moved"].to_list() == [True, False]
    assert found.areas.changes["moved"].to_list() == [True]
    assert found.spreads["changed"].to_list() == [True]
    assert found.pairs["together"].to_list() == [False, False]
    assert list(found.tested.values()) == [2, 1, 1, 1]


def test_the_page_across_the_editions_takes_what_the_newest_one_kept() -> None:
    answers = pd.DataFrame(
        {
            "edition": ["2001", "2004", "2007"],
            "survey_unit": ["A", "A", ""],
            "balance": [50.0, None, None],
        }
    )
    kept = pd.DataFrame({"edition": ["2004", "2007"], "p": [0.5, 0.01], "moved": [False, True]})
    found = family.gather_family(kept, kept, kept, kept, kept, answers)
    # what the newest edition kept stands on all, also where it has no survey itself
    assert found.concepts.to_dict("records") == [{"p": 0.01, "moved": True}]
    # the survey of 2004 has no balance, and 2007 has none at all
    assert found.areas.without == ("2004",)
    assert family.take_newest(kept, answers.head(0)).empty
