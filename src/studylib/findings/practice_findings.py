"""What the catalogue and the needs of cities say, in sentences, tables and alt texts; a suggestion is worded as one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import SimpleNamespace

import pandas as pd

from quire.text.cells import Link, Links
from quire.text.words import apart_from, counted, decimal, interval, listed
from studylib.findings.area_findings import NO_SCORE
from studylib.questions.needs import LEAST_SIMILAR


def catalogue_sentence(inside: pd.DataFrame, practices: pd.DataFrame) -> str:
    """How many practices are on record for the focus areas, and from where."""
    if inside.empty:
        return "No practice is on record for the focus areas of this edition."
    regions = inside["region"].value_counts()
    where = listed(f"{region} ({count})" for region, count in sorted(regions.items()))
    return (
        f"{counted(len(inside), 'practice')} of {len(practices)} on record are on the focus areas of this edition, from "
        f"{counted(inside['city'].nunique(), 'city', 'cities')}: {where}."
    )


def catalogue_table(
    inside: pd.DataFrame, areas: pd.DataFrame, levers: pd.DataFrame
) -> pd.DataFrame:
    """The practices for readers, each a link to its page."""
    return pd.DataFrame(
        {
            "Practice": [Links([practice_link(each)]) for each in inside.to_dict("records")],
            "City": inside["city"] + ", " + inside["country"],
            "Areas": _named(inside["areas"], areas, "area"),
            "Levers": _named(inside["levers"], levers, "lever"),
            "Since": inside["start_year"].astype(str),
        }
    )


def practice_link(row: Mapping[Hashable, object], text: str = "") -> Link:
    """A link from a page of an edition to the page of a practice."""
    return Link(text or str(row["title"]), f"../../practices/{row['practice']}.html")


def _named(cells: pd.Series, words: pd.DataFrame, key: str) -> list[str]:
    names = dict(zip(words[key], words["label"], strict=True))
    return [", ".join(names[each] for each in cell.split()) for cell in cells]


def matrix_sentence(counts: pd.DataFrame) -> str:
    """Where nothing is known."""
    empty = counts[counts["practices"] == 0]
    gaps = [
        f"{area} ({', '.join(part['lever'].str.lower())})"
        for area, part in empty.groupby("area", sort=False)
    ]
    said = f"{len(counts) - len(empty)} of {len(counts)} pairs of an area and a lever have at least one practice on record."
    return said + (f" Nothing is known here for {listed(gaps)}." if gaps else "")


def matrix_alt(counts: pd.DataFrame) -> str:
    """Alt text of the matrix."""
    rows = [
        f"{area}: "
        + listed(
            f"{lever.lower()} {n}"
            for lever, n in zip(part["lever"], part["practices"], strict=True)
        )
        for area, part in counts.groupby("area", sort=False)
    ]
    return f"Matrix of areas and levers with the number of practices on record. {'; '.join(rows)}."


def needs_sentence(found: pd.DataFrame, study: SimpleNamespace) -> str:
    """In how many cities and areas residents are less satisfied than in similar cities."""
    if found.empty:
        return NO_SCORE
    need = found[found["need"]]
    sized = found.loc[found["group"] != found["subregion"], "city_code"].nunique()
    by_area = [
        f"{area} {int(part['need'].sum())} of {len(part)}"
        for area, part in found.groupby("area", sort=False)
    ]
    by_area.sort()
    return (
        f"Compared in {study.wave_year}: {counted(found['city_code'].nunique(), 'city', 'cities')} that have at least {LEAST_SIMILAR} "
        f"similar ones, {sized} of them with cities of their own size. "
        f"In {counted(need['city_code'].nunique(), 'city', 'cities')} at least one area lies below the median of the similar cities by "
        f"more than the sample of residents leaves open ({listed(by_area)}). In any set of cities, nearly half lie below the median."
    )


def needs_table(found: pd.DataFrame, suggested: pd.DataFrame) -> pd.DataFrame:
    """Each need with the practices that may be worth a look, as links; of a city's needs the largest first.

    Needs of a city are ordered by their standardised difference, since in points an area of few items differs most.
    """
    need = found[found["need"]].sort_values(
        ["country", "city", "city_code", "standardised"], kind="stable"
    )
    shown = {
        key: part.to_dict("records") for key, part in suggested.groupby(["city_code", "area_code"])
    }
    links = [
        Links(
            practice_link(row, f"{row['title']} ({row['practice_city']}; {row['near']})")
            for row in shown.get((city, area), [])
        )
        for city, area in zip(need["city_code"], need["area_code"], strict=True)
    ]
    ends = zip(need["difference"], need["low"], need["high"], strict=True)
    similar = zip(need["group"], need["similar"], need["middle"], strict=True)
    return pd.DataFrame(
        {
            "City": need["city"] + ", " + need["country"],
            "Area": need["area"],
            "Score": need["score"],
            "Median of similar cities": [
                f"{decimal(middle)} ({n} in {group})" for group, n, middle in similar
            ],
            "Difference, points": [
                f"{apart_from(each, sign=True)} ({interval(low, high, sign=True)})"
                for each, low, high in ends
            ],
            "In standard deviations": need["standardised"].map(decimal),
            "May be worth a look": links,
        }
    )
