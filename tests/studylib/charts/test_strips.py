"""Strips of dots: one mark for each city, the median said, and every dot knows its city."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import small
from drawn import inside, letters, overlaps
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from quire.showing.picking import block_of_dots
from studylib.charts.strips import distributions, issue_strips, spread_dots
from studylib.charts.style import LETTER
from studylib.questions import priorities, situation

NOW = pd.DataFrame(
    {
        "label": ["Jobs"] * 3 + ["Noise"] * 2,
        "city_code": ["A1", "A2", "B1", "A1", "B1"],
        "named_pct": [10.0, 40.0, 20.04, 5.0, 9.0],
    }
)


@pytest.fixture
def values() -> pd.DataFrame:
    return situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)


def dots_of(figure: Figure) -> list[int]:
    """How many dots each panel has."""
    return [
        sum(
            len(np.ma.getdata(dots.get_offsets()))
            for dots in axes.collections
            if isinstance(dots, PathCollection)
        )
        for axes in figure.axes
    ]


def block(figure: Figure) -> dict[str, Any]:
    """What the page carries beside the drawing."""
    (text,) = re.findall('data-dots="([^"]*)"', block_of_dots(figure, "strips"))
    said = json.loads(html.unescape(text))
    assert isinstance(said, dict)
    return said


@pytest.mark.parametrize("items", [["jobs"], ["jobs", "theft"]])
def test_every_city_is_a_dot_in_both_measures(values: pd.DataFrame, items: list[str]) -> None:
    part = values[values["item"].isin(items)]
    figure = distributions(part, situation.summarise_items(part))
    assert dots_of(figure) == [len(part), len(part)]
    assert inside(figure)
    assert letters(figure) == LETTER
    assert overlaps(figure) == []


def test_a_share_without_balance_is_a_dot_in_one_measure_only(values: pd.DataFrame) -> None:
    part = values.assign(balance=values["balance"].mask(values["city_code"] == "A1"))
    assert dots_of(distributions(part, situation.summarise_items(part))) == [9, 7]


def test_a_strip_says_what_its_shares_are_of_where_that_is_not_all_answers(
    values: pd.DataFrame,
) -> None:
    part = values.assign(base=values["base"].mask(values["item"] == "theft", "valid answers"))
    items = situation.mark_bases(situation.summarise_items(part), part)
    names = {text.get_text() for text in distributions(part, items).axes[0].texts}
    labels = dict(zip(values["item"], values["label"], strict=True))
    assert {labels["jobs"], f"{labels['theft']} (of valid answers)"} <= names
    # what has a caveat and no figure has no base, and is of no other one
    bare = values.assign(base=values["base"].mask(values["item"] == "theft", ""))
    assert situation.name_base(bare) == ""


def test_the_median_is_named_once_and_each_one_has_its_number() -> None:
    (axes,) = issue_strips(NOW, priorities.summarise_issues(NOW)).axes
    texts = [text.get_text() for text in axes.texts]
    assert [text for text in texts if text in {"median 20 %", "7", "middle half"}] == [
        "median 20 %", "middle half", "7",
    ]  # fmt: skip


def test_each_dot_lies_where_the_page_says_that_its_city_lies() -> None:
    figure = issue_strips(NOW, priorities.summarise_issues(NOW))
    said = block(figure)
    assert said["things"] == "A1 A2 B1"
    jobs, noise = said["rows"]
    assert [jobs["name"], jobs["unit"], jobs["values"]] == ["Jobs", " %", [10.0, 40.0, 20.0]]
    assert noise["values"] == [5.0, None, 9.0]
    # 0 and 100 lie two parts of 104 from the sides of the strip, which has 0.15 inches beside it
    start, step = jobs["x"]
    inner = 72 * (5.3 - 0.3)
    assert start == pytest.approx(72 * 0.15 + inner * 2 / 104, abs=0.01)
    assert 100 * step == pytest.approx(inner * 100 / 104, abs=0.01)
    assert said["size"] == [381.6, pytest.approx(72 * figure.get_size_inches()[1], abs=0.05)]
    # the dots of the first item lie 0.47 inches below its top, which is 0.55 from that of the drawing
    assert jobs["y"] == pytest.approx([72 * (0.55 + 0.47)] * 3, abs=0.06)


def test_a_drawing_without_named_dots_has_no_block() -> None:
    figure = Figure()
    figure.subplots().scatter([1, 2], [1, 2])
    assert block_of_dots(figure, "plain") == ""


def test_text_from_data_stays_in_its_attribute() -> None:
    nasty = NOW.assign(label='"><script>1</script>')[:3]
    block_text = block_of_dots(issue_strips(nasty, priorities.summarise_issues(nasty)), "strips")
    assert "<script" not in block_text
    assert block_text.count('"') == 6


def test_dots_of_one_value_lie_apart_and_always_the_same() -> None:
    values = np.array([50.0] * 5)
    offsets = spread_dots(values, 1.0)
    assert len(set(offsets)) == 5
    assert abs(offsets).max() < 0.13
    assert (spread_dots(values, 1.0) == offsets).all()


@pytest.mark.parametrize("share", [0.0, 100.0])
def test_the_number_of_a_median_at_an_end_is_on_the_paper(share: float) -> None:
    now = NOW.assign(named_pct=share)
    assert inside(issue_strips(now, priorities.summarise_issues(now)))
