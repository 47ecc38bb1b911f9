"""What the choices of method are called, and their options, wherever robustness is told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quire.text.messages import Message, _
from studylib.data.enumerations import join_by_semicolon

CHOSEN = {
    "sampling": _("which residents were asked"),
    "imputation": _("how gaps are filled"),
    "treatment": _("what is done about outliers"),
    "aggregation": _("how items are averaged"),
    "weights": _("what each item weighs"),
    "normalisation": _("on which scale items are put"),
}
"""What is chosen, by name of a choice."""

NAMES = {
    "sampling": _("sampling"),
    "imputation": _("imputation"),
    "treatment": _("treatment"),
    "aggregation": _("aggregation"),
    "weights": _("weights"),
    "normalisation": _("normalisation"),
}
"""The same as the method calls it."""

MANY: dict[str, Callable[[int], Message]] = {
    "sampling": lambda n: _("{n} samples as they might have come out", n=n),
    "weights": lambda n: _("{n} sets of weights, drawn at random", n=n),
}
"""What the options of a choice are where their names would say nothing."""

OPTIONS: dict[str, Callable[..., Message]] = {
    "none": lambda _rest: _("not at all"),
    "median": lambda _rest: _("with the median of all cities"),
    "arithmetic": lambda _rest: _("arithmetic mean"),
    "geometric": lambda _rest: _("geometric mean"),
    "goalposts": lambda low, high: _("as they are, from {low} to {high}", low=low, high=high),
    "minmax": lambda low, high: _(
        "from the least to the most, {low} to {high}", low=low, high=high
    ),
    "zscore": lambda mean, sd: _(
        "by mean and standard deviation, {mean} and {sd}", mean=mean, sd=sd
    ),
    "percentile_rank": lambda low, high: _("by rank, {low} to {high}", low=low, high=high),
}
"""By the first word of an option's name: how it reads, with the numbers that follow."""


def name_options(name: str, labels: Sequence[str]) -> str:
    """The options of a choice, as a row of words or as their number.

    >>> name_options("imputation", ["none", "median"]), name_options("sampling", ["1", "2", "3"])
    ('not at all; with the median of all cities', '3 samples as they might have come out')
    """
    if name in MANY:
        return MANY[name](len(labels))
    words = [(label, *label.split(" ", 1)) for label in labels]
    return join_by_semicolon(
        OPTIONS[first](*"".join(rest).split(", ")) if first in OPTIONS else label
        for label, first, *rest in words
    )
