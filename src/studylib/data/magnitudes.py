"""Figures that cannot be of their wave: in another unit, turned round, or those of another wave, item, place or column.

Each column of figures is held against itself: a wave against the last sound one before it in the places that both have, and every
wave, item and place against the others. What whole columns have is a fault; a single row that stands out is told and kept, since
cities do change. All is said once, with the first lines and how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import Fault
from quire.text.words import counted, listed
from studylib.data.perception import PARTS, SIDES
from studylib.data.populations import CITY
from studylib.questionnaire.model import NUMBERS

PERCEPTION = "data/raw/perception.csv"
"""Places of a wave that are alike are found in `plausibility`, by all their answers."""

COLUMNS: dict[str, tuple[str, str, list[str], list[str], bool]] = {
    "perception": ("agree_pct", "wave", ["item"], ["place"], False),
    "perception_shares": ("positive_pct", "wave", ["item", "base"], ["city_code"], True),
    "priorities": ("named_pct", "wave", ["issue"], ["place"], False),
    "official_statistics": ("value", "year", ["statistic"], ["city_code", "country_code"], False),
    "published_shares": ("share_pct", "edition", [], ["statement", "reading"], True),
    "barrier_surveys": ("share_pct", "year", ["survey", "kind"], ["element"], True),
}
"""By table, the column of figures, that of waves, those of series and of places, and whether all shares below 1 would be odd."""

Values = npt.NDArray[np.float64]
BySeries = Sequence[tuple[str, Mapping[str, Values]]]
"""As `_by_series` gives them."""

PER_CENT = ("%", "per cent", "percent")

LEAST = 8
"""With fewer figures in common nothing is said."""

TIMES = 10.0
"""A wave is in another unit if four of five of its figures are as many times larger or smaller; no true item came to more than 4."""

ODD_TIMES = 10.0
"""A row is told if it is as many times larger or smaller than all other years of its place."""

TURNED = -0.5
"""Rank correlation of two waves below which one of them reads the other way round; true items have 0.2 or more."""

LEAST_TURNED = 20
"""Places that both waves have before anything is said of their order."""

ALIKE = 0.95
"""Part of all figures that two columns or places never have in common by chance; true ones have 0.7 or less."""

AT_ONCE = 24
"""Columns of two rows that are held against each other first."""

LEAST_VALUES = 5
"""With fewer different values two columns may well be alike."""

UNIT = "give all figures in the unit of the column, or leave the rows out by corrections in the sidecar"
ONCE = "take the figures from the publisher once more, and delete those that are not its own"
LOOK = "look the figure up; correct it in the sidecar, or declare a caveat there"


@dataclass(frozen=True)
class Figures:
    """One column of figures of a table.

    Attributes
    ----------
    file, column
        Where it stands.
    frame
        `when`, `series`, `place` and `value`, rows labelled by their line.
    share
        Whether they are shares in per cent of which none is usually tiny, and not numbers of any kind.
    """

    file: str
    column: str
    frame: pd.DataFrame
    share: bool = False

    def say(self, rows: pd.DataFrame, what: str, repair: str) -> Fault:
        """One fault for rows of a kind: in the first of their lines, with the next two and the count."""
        lines = sorted(int(str(line)) for line in rows.index)
        more = f"lines {listed([*map(str, lines[:3])])}" if len(lines) > 1 else f"line {lines[0]}"
        said = f"{what} ({counted(len(lines), 'row')}, first {more})"
        return Fault(self.file, lines[0], self.column, "", said, repair)


def find_misfits(
    tables: Mapping[str, pd.DataFrame], surveys: Mapping[str, Mapping[str, pd.DataFrame]]
) -> tuple[list[Fault], list[Fault]]:
    """Figures that cannot be of their wave, and single rows to look at.

    Parameters
    ----------
    tables
        The raw tables that can be relied on, rows labelled by their line in the file.
    surveys
        By folder below `data/raw/instruments`, the tables of each survey of governments.

    Returns
    -------
    tuple
        What is wrong, and what may be true and is told.
    """
    faults, doubts = list[Fault](), list[Fault]()
    if "perception" in tables:
        faults += _copied_columns(tables["perception"])
    numbers = (one for id, own in surveys.items() for one in _numbers(id, own, tables))
    for figures in chain(list_figures(tables), numbers):
        by_series = list(_by_series(figures))
        scaled = list(_scaled(figures, by_series))
        faults += scaled
        faults += [] if scaled else _parts_of_one(figures)
        faults += [*_turned(figures, by_series), *_copied(figures)]
        doubts += [] if scaled else _odd_rows(figures)
    return faults, doubts


def list_figures(tables: Mapping[str, pd.DataFrame]) -> Iterator[Figures]:
    """Every column of figures that has waves, years or editions; of residents' answers those who agree, of whom all else is the rest."""
    for name, (column, when, series, place, share) in COLUMNS.items():
        if name not in tables or tables[name].empty:
            continue
        table = tables[name]
        if place == ["place"] and "survey_places" in tables:
            # a row that was found to be a copy stays in the file, and is of no city
            places = tables["survey_places"]
            used = pd.MultiIndex.from_frame(
                places.loc[places["city_code"] != "", ["wave", "place"]]
            )
            table = table[pd.MultiIndex.from_frame(table[["wave", "place"]]).isin(used)]
        values = table[column].astype("float64")
        if name == "perception":
            parts = [f"{part}_pct" for part in SIDES["positive_pct"]]
            values = table[parts].astype("float64").sum(axis="columns", min_count=1)
        frame = pd.DataFrame(
            {
                "when": table[when].astype(str),
                "series": _joined(table, series),
                "place": _joined(table, place),
                "value": values,
            }
        )
        yield _figures(f"data/raw/{name}.csv", column, frame, share)


def _figures(file: str, column: str, frame: pd.DataFrame, share: bool = False) -> Figures:
    """The figures that there are; a key that is there twice is a fault of its own."""
    known = frame[["when", "series", "place", "value"]].dropna()
    return Figures(file, column, known.drop_duplicates(["when", "series", "place"]), share)


def _numbers(
    id: str, survey: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> Iterator[Figures]:
    """The numbers that governments gave: question by question, and their inhabitants beside those of official statistics."""
    folder, about = f"data/raw/instruments/{id}", survey["questions"].set_index("question")
    answers = survey["answers"].merge(survey["items"][["item", "question"]], on="item", how="left")
    answers.index = survey["answers"].index
    kind, unit = (answers["question"].map(about[column]) for column in ("kind", "unit"))
    counts = kind.isin(NUMBERS)
    for share in (True, False):
        own = answers[counts & (unit.isin(PER_CENT) == share)]
        frame = pd.DataFrame(
            {
                "when": id,
                "series": own["item"],
                "place": own["respondent"],
                "value": pd.to_numeric(own["value"], errors="coerce"),
            }
        )
        yield _figures(f"{folder}/answers.csv", "value", frame, share)
    if "official_statistics" in tables:
        given, known = survey["respondents"], tables["official_statistics"]
        latest = known[known["statistic"] == CITY].sort_values("year")
        official = latest.drop_duplicates("city_code", keep="last").assign(when="official figures")
        both = given[given["city_code"].isin(official["city_code"])]
        both = both.assign(when=f"the survey {id}", value=both["population"])
        frame = pd.concat([official, both])[["when", "city_code", "value"]].assign(series=CITY)
        frame = frame.rename(columns={"city_code": "place"})
        yield _figures(f"{folder}/respondents.csv", "population", frame)


def _joined(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """The words of some columns as one, empty ones left out."""
    joined = pd.Series("", index=table.index)
    for column in columns:
        joined = (joined + ", " + table[column].astype(str)).str.strip(", ")
    return joined


def _wide(frame: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    return frame.pivot(index=list(rows), columns=list(columns), values="value")  # noqa: PD010 - one figure a cell


def _scaled(figures: Figures, by_series: BySeries) -> Iterator[Fault]:
    """Series of a wave in which nearly all figures are many times larger or smaller than in the last sound wave."""
    found: dict[tuple[str, str], list[str]] = {}
    for series, waves in by_series:
        sound: list[str] = []
        for when in waves:
            before, one, two = _last_in_common(waves, sound, when)
            there = (one != 0) & (two != 0)
            if there.sum() >= LEAST:
                times = np.log10(np.abs(two[there] / one[there]))
                low, middle, high = np.quantile(times, [0.2, 0.5, 0.8])
                if low >= np.log10(TIMES) or high <= -np.log10(TIMES):
                    way = "larger" if middle > 0 else "smaller"
                    what = f"is about {_round(10 ** abs(middle))} times {way} than in {before}"
                    found.setdefault((when, what), []).append(series)
                    continue
            sound.append(when)
    for (when, what), names in found.items():
        rows = figures.frame[(figures.frame["when"] == when) & figures.frame["series"].isin(names)]
        said = [name for name in names if name][:3]
        of = f", in {listed(said)}{' and others' if len(names) > 3 else ''}" if said else ""
        yield figures.say(rows, f"{when} {what}{of}: another unit", UNIT)


def _by_series(figures: Figures) -> Iterator[tuple[str, dict[str, Values]]]:
    """The figures of each series by wave, in time, all in the same order of places."""
    for series, part in figures.frame.groupby("series"):
        wide = _wide(part, ["place"], ["when"])
        yield (
            str(series),
            {when: wide[when].to_numpy() for when in sorted(wide.columns.astype(str))},
        )


def _last_in_common(
    waves: Mapping[str, Values], sound: Sequence[str], when: str
) -> tuple[str, Values, Values]:
    """The last sound wave with enough places in common, and the figures of both in these; empty if there is none."""
    for before in reversed(sound):
        both = ~np.isnan(waves[before]) & ~np.isnan(waves[when])
        if both.sum() >= LEAST:
            return before, waves[before][both], waves[when][both]
    return "", np.array([]), np.array([])


def _round(times: float) -> str:
    """A factor as one is apt to say it: with one figure that counts."""
    return f"{float(f'{times:.0e}'):,.0f}"


def _parts_of_one(figures: Figures) -> Iterator[Fault]:
    """Shares that are all between 0 and 1, where per cent are meant."""
    if not figures.share:
        return
    frame = figures.frame
    for keys in (["when"], ["when", "series"]):
        groups = frame.groupby(keys)["value"]
        inside = (groups.transform("max") <= 1) & (groups.transform("min") >= 0)
        inside &= groups.transform("count") >= LEAST
        # shares in whole per cent may be 0 and 1
        parts = inside & (frame["value"] % 1 > 0).groupby([frame[key] for key in keys]).transform(
            "any"
        )
        if parts.any():
            for when, rows in frame[parts].groupby("when"):
                yield figures.say(rows, f"{when} has parts of 1 where per cent are meant", UNIT)
            return


def _turned(figures: Figures, by_series: BySeries) -> Iterator[Fault]:
    """Series of a wave in which places stand the other way round than before: no for yes, or a minus that is not there."""
    for series, waves in by_series:
        sound: list[str] = []
        for when in waves:
            before, one, two = _last_in_common(waves, sound, when)
            if len(one) >= LEAST_TURNED and (_is_opposite(one, two) or _is_reversed(one, two)):
                rows = figures.frame
                rows = rows[(rows["series"] == series) & (rows["when"] == when)]
                what = f"{series} of {when} reads the other way round than in {before}"
                yield figures.say(rows, what, "find out which of the two is turned, and correct it")
            else:
                sound.append(when)


def _is_opposite(one: Values, two: Values) -> bool:
    """Whether figures have the other sign; what goes up and down around zero may."""
    level = np.abs(np.median(one)) > 2 * np.std(one)
    return bool(level and (one * two < 0).mean() >= ALIKE)


def _is_reversed(one: Values, two: Values) -> bool:
    """Whether the highest come last; figures of few values have no order to speak of."""
    if min(len(np.unique(one)), len(np.unique(two))) < LEAST_VALUES:
        return False
    # the rank correlation of Spearman; by its name, pandas would load all of SciPy for every check
    return bool(pd.Series(one).rank().corr(pd.Series(two).rank()) < TURNED)


def find_copies(table: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Pairs of rows, by position, that have nearly all figures in common."""
    values = table.to_numpy(float)
    there = ~np.isnan(values)
    # the columns that most rows have first, so that of nearly all pairs no more are looked at
    order = np.argsort(-there.sum(axis=0), kind="stable")
    first, width = order[:AT_ONCE], len(order)
    some, known = np.ascontiguousarray(values[:, first]), np.ascontiguousarray(there[:, first])
    for one in range(len(values)):
        # one row against all below it at once: pairs one by one take a minute for a thousand cities
        apart = ((some[one] != some[one + 1 :]) & known[one] & known[one + 1 :]).sum(axis=1)
        rest = one + 1 + np.flatnonzero(apart <= width - ALIKE * width)
        if len(rest):
            both = (there[one] & there[rest]).sum(axis=1)
            alike = (values[one] == values[rest]).sum(axis=1)
            for two in rest[(both >= LEAST) & (alike >= ALIKE * both)]:
                yield one, int(two)


def _copied(figures: Figures) -> Iterator[Fault]:
    """Waves, series and places whose figures are those of another one."""
    frame = figures.frame
    waves = _wide(frame, ["when"], ["series", "place"])
    copied = set(_copies(waves))
    for one, two in sorted(copied):
        rows = frame[frame["when"] == two]
        yield figures.say(rows, f"{two} has the figures of {one}", ONCE)
    for within, of, across in (
        ("when", "series", "place"),
        *([("when", "place", "series")] if figures.file != PERCEPTION else []),
        ("series", "place", "when"),
        ("series", "when", "place"),
    ):
        for name, part in frame.groupby(within):
            if part[across].nunique() < LEAST or part[of].nunique() < 2:
                continue
            for one, two in _copies(_wide(part, [of], [across])):
                if (one, two) not in copied:
                    rows = part[part[of] == two]
                    yield figures.say(rows, f"{two} has the figures of {one} in {name}", ONCE)


def _copies(wide: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Names of rows that are copies, but for those with few values: whole numbers of them are often alike."""
    for one, two in find_copies(wide):
        if wide.iloc[two].nunique() >= LEAST_VALUES:
            yield wide.index[one], wide.index[two]


def _copied_columns(perception: pd.DataFrame) -> Iterator[Fault]:
    """Answers of a wave that are those of another answer in the same rows."""
    columns = [f"{part}_pct" for part in PARTS]
    for wave, rows in perception.groupby("wave"):
        for one, two in _copies(rows[columns].T):
            figures = Figures(PERCEPTION, two, rows)
            filled = rows[rows[two].notna()]
            yield figures.say(filled, f"has the figures of {one} in {wave}", ONCE)


def _odd_rows(figures: Figures) -> Iterator[Fault]:
    """Single figures that are many times larger or smaller than in every other year of their place."""
    frame = figures.frame
    wide = _wide(frame[frame["value"] > 0], ["series", "place"], ["when"])
    signed = set(frame.loc[frame["value"] < 0, "series"])
    wide = wide[~wide.index.get_level_values("series").isin(signed)]
    logs = pd.DataFrame(np.log10(wide))
    for when in logs:
        others = logs.drop(columns=when)
        known = others.count(axis="columns") >= 2
        far = (logs[when] - others.max(axis="columns") > np.log10(ODD_TIMES)) | (
            logs[when] - others.min(axis="columns") < -np.log10(ODD_TIMES)
        )
        odd = wide.index[known & far]
        if len(odd):
            keys = pd.MultiIndex.from_frame(frame[["series", "place"]])
            rows = frame[(frame["when"] == when) & keys.isin(odd)]
            names = rows["series"] + " of " + rows["place"]
            what = f"{when} is more than {ODD_TIMES:g} times off all other years: {listed([*names[:3]])}"
            yield figures.say(rows, what, LOOK)
