"""Bands and ranks worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.index.bands import assign_bands, list_bands_reached, rank_scores

GAP = math.nan


def test_an_end_belongs_to_the_band_above_it() -> None:
    scores = pd.DataFrame({"s": [0, 24.999, 25, 50, 75, 100, GAP]})
    assert assign_bands(scores, [0, 25, 50, 75])["s"].to_list() == pytest.approx(
        [1, 1, 2, 3, 4, 4, GAP], nan_ok=True
    )


def test_the_noise_of_the_machine_moves_no_band_and_no_rank() -> None:
    nearly = 0.1 + 0.2
    assert assign_bands(pd.DataFrame({"s": [3 - 10 * (nearly - 0.3)]}), [0, 3]).to_numpy() == 2
    assert rank_scores(np.array([[nearly], [0.3], [0.2], [GAP]])).ravel().tolist() == pytest.approx(
        [1, 1, 3, GAP], nan_ok=True
    )


def test_an_interval_reaches_every_band_it_has_a_part_in() -> None:
    ends = pd.DataFrame({"low": [10, 20, 25, 49, 20, GAP], "high": [24.9, 25, 49.9, 50, 80, GAP]})
    assert list_bands_reached(ends, [0, 25, 50, 75], ["I", "II", "III", "IV"]).to_list() == [
        "I",
        "I; II",  # the lower end is part of the second band
        "II",
        "II; III",
        "I; II; III; IV",
        "",
    ]


@pytest.mark.parametrize("lower", [[], [0, 0], [50, 25]])
def test_bands_that_are_none_are_refused(lower: list[float]) -> None:
    with pytest.raises(StudyError, match="no bands"):
        assign_bands(pd.DataFrame({"s": [1.0]}), lower)
