"""Bands and ranks worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.analysis.bands import bands, bands_reached, ranked

GAP = math.nan


def test_an_end_belongs_to_the_band_above_it() -> None:
    scores = pd.DataFrame({"s": [0, 24.999, 25, 50, 75, 100, GAP]})
    assert bands(scores, [0, 25, 50, 75])["s"].to_list() == pytest.approx(
        [1, 1, 2, 3, 4, 4, GAP], nan_ok=True
    )


def test_the_noise_of_the_machine_moves_no_band_and_no_rank() -> None:
    nearly = 0.1 + 0.2
    assert bands(pd.DataFrame({"s": [3 - 10 * (nearly - 0.3)]}), [0, 3]).to_numpy() == 2
    assert ranked(np.array([[nearly], [0.3], [0.2], [GAP]])).ravel().tolist() == pytest.approx(
        [1, 1, 3, GAP], nan_ok=True
    )


def test_an_interval_reaches_every_band_it_has_a_part_in() -> None:
    ends = pd.DataFrame({"low": [10, 20, 25, 49, 20, GAP], "high": [24.9, 25, 49.9, 50, 80, GAP]})
    assert bands_reached(ends, [0, 25, 50, 75], ["I", "II", "III", "IV"]).to_list() == [
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
        bands(pd.DataFrame({"s": [1.0]}), lower)
