"""What residents answered: from the publisher's share of every single answer to the shares that the study uses.

Frames in, frames out. What is wrong with the figures themselves is found in `plausibility`; which survey an edition stands on is
decided in `process`.
"""

from __future__ import annotations

import pandas as pd

from quire.text.messages import _

PARTS = ("agree_strongly", "agree", "disagree", "disagree_strongly", "no_answer", "not_applicable")
"""The answers that residents could give to an item; agreeing also stands for being satisfied and for a yes."""

TOTAL = "agree_total"
"""The publisher's own sum of those who agree; no answer of its own."""

SIDES = {
    "positive_pct": ("agree_strongly", "agree"),
    "negative_pct": ("disagree", "disagree_strongly"),
    "no_answer_pct": ("no_answer",),
}
SHARES = list(SIDES)
"""The shares that the study uses, and the answers that each is the sum of."""

SHARES_SUM_PCT = (97.0, 103.0)
"""The shares of a row sum to 100 but for rounding; a sum outside these bounds is a fault unless a part is withheld."""

FLAG_WORDS = {
    "b": _("break in the publisher's series"),
    "d": _("the definition differs"),
    "e": _("estimated by the publisher"),
}
PART_WORDS = {
    "agree_strongly": _("agree strongly"),
    "agree": _("agree"),
    "disagree": _("disagree"),
    "disagree_strongly": _("disagree strongly"),
    "no_answer": _("no answer"),
    "not_applicable": _("not applicable"),
}
FLAG_NOTES = {
    (flag, part): _("{words}, for the answer ‘{part}’", words=words, part=name)
    for flag, words in FLAG_WORDS.items()
    for part, name in PART_WORDS.items()
}
"""What a flag says of one answer; made once, so that whoever reads the tables knows what these words are made of."""

ALL_ANSWERS, VALID_ANSWERS, AS_PRINTED = _("all answers"), _("valid answers"), _("as printed")
APPLICABLE = _("answers of those to whom it applies")
"""What a share is of: everybody who was asked; those who took a side; what the press did not say; all whom it concerns."""

SUPPRESSED_NOTES: tuple[str, ...] = (
    _("an answer that few gave is not published"),
    _("the positive share is the publisher's own total"),
    _("the positive share is what the others leave of 100"),
    _("the negative share is what the others leave of 100"),
    _("the no-answer share is what the others leave of 100"),
)
"""What is said of a row with a withheld answer: that it has one, and how its shares were found."""

WITHHELD_NOTES: tuple[str, ...] = (
    _("the positive share is not published"),
    _("the negative share is not published"),
    _("the no-answer share is not published"),
)
"""What is said of a row without one of `SHARES`."""

UNKNOWN_AREA = "not known"
COMMISSION = _("from the European Commission's workbook, as the table of answers has no row")
PRESS = {AS_PRINTED: _("as the press printed it, in whole per cent")}


def shares_sum(table: pd.DataFrame) -> pd.Series:
    """Sum of the published shares of each row, in per cent; missing where none is published.

    >>> shares_sum(pd.DataFrame({"positive_pct": [60.1], "negative_pct": [30.2], "no_answer_pct": [None]})).tolist()
    [90.3]
    """
    # rounded, since shares have one decimal and 96.99999999999999 is 97
    return table[SHARES].sum(axis="columns", min_count=1).round(2)


def asked_parts(perception: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Which answers each row's item offers: rows as in `perception`, a column of booleans for each of `PARTS` and for `TOTAL`."""
    offered = pd.crosstab(codebook["item"], codebook["part"]).astype(bool)
    wide = offered.reindex(index=perception["item"], columns=[*PARTS, TOTAL])
    return wide.fillna(False).astype(bool).set_axis(perception.index)


def withheld_parts(perception: pd.DataFrame) -> pd.DataFrame:
    """Which answers the publisher did not print because too few gave them (flag `u`); they are not zero."""
    tokens = perception["flags"].str.split()
    marked = {part: [f"u:{part}" in each for each in tokens] for part in (*PARTS, TOTAL)}
    return pd.DataFrame(marked, index=perception.index, dtype=bool)


def sum_answers(perception: pd.DataFrame) -> pd.DataFrame:
    """The shares of each item and place, summed from the single answers.

    Parameters
    ----------
    perception
        The raw table.

    Returns
    -------
    DataFrame
        `wave, item, place, flags, positive_pct, negative_pct, no_answer_pct, base, note`. An answer that is empty and not withheld was
        given by nobody. A side with a withheld answer is the publisher's own total if there is one, else what the other sides leave
        of 100, if they are whole; else it is missing. Where residents could say that the question does not apply to them, shares are
        of the others. `note` says so, in a few words a clause; it also holds the publisher's flags.
    """
    printed = perception[[f"{part}_pct" for part in PARTS]].set_axis(list(PARTS), axis="columns")
    out = withheld_parts(perception)
    known = printed.fillna(0.0)
    sides = {
        side: known[list(parts)].sum(axis="columns", min_count=1) for side, parts in SIDES.items()
    }
    frame = pd.DataFrame(sides).round(6)
    frame = frame.where(printed.notna().any(axis="columns") & ~out["not_applicable"])
    open_sides = pd.DataFrame(
        {side: out[list(parts)].any(axis="columns") for side, parts in SIDES.items()}
    )
    frame = frame.mask(open_sides)
    total = perception[f"{TOTAL}_pct"].where(open_sides["positive_pct"])
    by_total = total.notna()
    frame["positive_pct"] = frame["positive_pct"].fillna(total)
    aside = known["not_applicable"]
    rest = (100 - aside - frame.sum(axis="columns")).clip(lower=0).round(6)
    by_rest = frame.isna().sum(axis="columns") == 1
    gaps = frame.isna()
    for side in SHARES:
        frame[side] = frame[side].mask(gaps[side] & by_rest, rest)
    applies = (100 - aside).div(100)
    # two rounded answers can come to 101
    frame = frame.div(applies, axis="index").clip(upper=100).round(6)
    notes = _flag_notes(perception["flags"])
    rests = [gaps[side] & by_rest for side in SHARES]
    notes += zip(SUPPRESSED_NOTES, [open_sides.any(axis="columns"), by_total, *rests], strict=True)
    base = pd.Series(ALL_ANSWERS, index=perception.index).mask(aside > 0, APPLICABLE)
    about = perception[["wave", "item", "place", "flags"]].join(frame)
    return about.assign(base=base, note=join_notes(notes, perception.index))


def _flag_notes(flags: pd.Series) -> list[tuple[str, pd.Series]]:
    """Clauses on the flags of a row as a whole, and of one answer; what is withheld is said otherwise."""
    return [
        (
            FLAG_NOTES[flag, part] if part else words,
            flags.str.contains(rf"(?:^| ){token}(?: |$)"),
        )
        for flag, words in FLAG_WORDS.items()
        for part in ("", *PARTS)
        for token in (f"{flag}:{part}" if part else flag,)
    ]


def join_notes(notes: list[tuple[str, pd.Series]], index: pd.Index) -> pd.Series:
    """Clauses of each row, in their order, parted by semicolons.

    >>> join_notes([("a", pd.Series([True, False])), ("b", pd.Series([True, True]))], pd.RangeIndex(2)).to_list()
    ['a; b', 'b']
    """
    text = pd.Series("", index=index)
    for words, holds in notes:
        text = text.mask(holds & (text != ""), text + "; " + words).mask(
            holds & (text == ""), words
        )
    return text


def survey_figures(
    perception: pd.DataFrame, places: pd.DataFrame, shares: pd.DataFrame
) -> pd.DataFrame:
    """Every figure of every survey, with the city, the area and the survey that it is of.

    Parameters
    ----------
    perception, places, shares
        The raw tables `perception`, `survey_places` and `perception_shares`.

    Returns
    -------
    DataFrame
        `wave, survey, item, city_code, survey_unit, place, positive_pct, negative_pct, no_answer_pct, base, flags, note`, one row a
        survey, item and city; `place` is empty where the figure is not from the table of answers. Rows of places that are no city (a
        copy of another row, for example) are left out. Of several published positive shares the one of all answers is taken; one of
        valid answers only where the survey has no share of all answers of the item; one from the press only where there is no other.
    """
    known = places[places["city_code"] != ""].assign(survey_unit=survey_units(places))
    columns = ["wave", "survey", "city_code", "survey_unit"]
    summed = sum_answers(perception).merge(known[[*columns, "place"]], on=["wave", "place"])
    summed = summed[summed[SHARES].notna().any(axis="columns")]
    whole = set(zip(summed["survey"], summed["item"], strict=True))
    single = shares.merge(known[columns], on=["wave", "city_code"])
    single = single.assign(negative_pct=float("nan"), no_answer_pct=float("nan"))
    single[["place", "flags"]] = ""
    # where the whole survey is from such a source, the edition says so once
    mixed = pd.Series(
        zip(single["survey"], single["item"], strict=True), index=single.index, dtype=object
    ).isin(whole)
    single["note"] = single["base"].map(PRESS).fillna("").mask(mixed, COMMISSION)
    frame = pd.concat([summed, single[summed.columns]], ignore_index=True)
    order = frame["base"].map({ALL_ANSWERS: 0, APPLICABLE: 0, VALID_ANSWERS: 1, AS_PRINTED: 2})
    keys = ["wave", "survey", "item"]
    best = order.groupby([frame[key] for key in keys]).transform("min")
    frame = frame[(order == best)].drop_duplicates([*keys, "city_code"])
    about = ["wave", "survey", "item", "city_code", "survey_unit", "place"]
    return frame[[*about, *SHARES, "base", "flags", "note"]].reset_index(drop=True)


def survey_units(places: pd.DataFrame) -> pd.Series:
    """The city with the area that was surveyed: two rows may be compared only if they have the same unit.

    An area that is not known is that of no other wave.

    >>> places = pd.DataFrame({"city_code": "A1", "area": ["city", "greater city", "not known"], "wave": ["1", "2", "3"]})
    >>> survey_units(places).to_list()
    ['A1', 'A1, greater city', 'A1, not known in 3']
    """
    area = places["area"].mask(
        places["area"] == UNKNOWN_AREA, UNKNOWN_AREA + " in " + places["wave"]
    )
    return places["city_code"].where(places["area"] == "city", places["city_code"] + ", " + area)
