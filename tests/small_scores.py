"""One city and four ways to score it, for which everything about uncertainty can be worked out on paper."""

from __future__ import annotations

import pandas as pd

from studylib.index import choices
from studylib.index.framework import Framework, build_framework

DATA = pd.DataFrame({"a": [10.0], "b": [0.0]}, index=["X"])


def tree() -> Framework:
    """Items between goalposts 0 and 10."""
    rows = {
        "node": ["t", "a", "b"],
        "parent": ["", "t", "t"],
        "lower": [None, 0, 0],
        "upper": [None, 10, 10],
    }
    return build_framework(pd.DataFrame(rows))


def even_or_tripled() -> choices.Choice:
    """Weights 1 and 1, a score of 50; or 3 and 1, a score of 75."""
    return choices.choose_weights(
        pd.DataFrame({"even": [1.0, 1.0], "tripled": [3.0, 1.0]}, index=["a", "b"])
    )


def doubled() -> choices.Choice:
    """A scale to 100, or to 200: all scores twice as high."""
    return choices.choose_normalisation(("goalposts", (0, 100)), ("goalposts", (0, 200)))


def shifted() -> choices.Choice:
    """A scale from 0, or from 100: all scores higher by 100."""
    return choices.choose_normalisation(("goalposts", (0, 100)), ("goalposts", (100, 200)))
