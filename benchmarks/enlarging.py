"""A study made larger by files alone: invented cities, items, surveys and editions below `data/raw`, all of them called so.

An invented city answers as a city of the study does that is in all its surveys, but for what is its own: a shift of each item that
it keeps from survey to survey, and chance. So figures are spread, correlated and missing as they are in the study, and pass its checks.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from quire.core.project import digest_file

ITEMS, SURVEYS = 60, 10
"""Items that an invented survey asks, and main surveys of residents that there are in the end."""

FIRST_YEAR = 2030
"""Of invented surveys and editions: after all that there are."""

SHIFT_POINTS, NOISE_POINTS = 7.0, 1.5
"""Standard deviations of what is a city's own in an item, and of chance from survey to survey."""

POSITIVE, NEGATIVE = ["agree_strongly_pct", "agree_pct"], ["disagree_pct", "disagree_strongly_pct"]
OWN = {"agree_pct": "yes", "disagree_pct": "no", "no_answer_pct": "no answer"}
"""The answers to an invented item."""

Tables = dict[str, pd.DataFrame]
FRAMEWORK = ("codebook", "comparability", "items", "surveys", "tree", "waves")
FIGURES = ("cities", "official_statistics", "perception", "perception_shares", "priorities")


def add_editions(root: Path, editions: int) -> None:
    """Add copies of the published editions in later years until there are enough."""
    folder = root / "data" / "raw" / "editions"
    published = {path: yaml.safe_load(path.read_text("utf-8")) for path in folder.glob("*.yml")}
    known = [published[path] for path in sorted(published)]
    for number in range(editions - len(known)):
        _write_edition(folder, known[number % len(known)], number)


def _write_edition(folder: Path, like: dict[str, object], number: int, **other: object) -> None:
    """Write an edition as another one is, in a year of its own."""
    own = {"year": FIRST_YEAR + number, "topic": f"Invented {number + 1}", **other}
    text = yaml.safe_dump({**like, **own}, sort_keys=False, allow_unicode=True)
    (folder / f"invented-{number + 1}.yml").write_text(text, encoding="utf-8")


def add_cities(root: Path, cities: int) -> None:
    """Add invented cities until there are as many, items and surveys that ask all of them, and an edition beside each of these."""
    raw = root / "data" / "raw"
    tables = {
        name: pd.read_csv(_place(raw, name), dtype=str, keep_default_na=False)
        for name in (*FIGURES, *FRAMEWORK, "survey_places")
    }
    chance = np.random.default_rng(2012)
    like = _list_donors(raw, tables)
    donors = {
        _name_city(number, like[number % len(like)]): like[number % len(like)]
        for number in range(cities - len(tables["cities"]))
    }
    asked = _add_items(tables)
    shifts = {
        city: dict(zip(asked, chance.normal(0, SHIFT_POINTS, len(asked)), strict=True))
        for city in (*like, *donors)
    }
    _copy_cities(tables, donors, shifts, chance)
    waves = _add_surveys(tables, like, donors, shifts, asked, chance)
    for name, table in tables.items():
        table.to_csv(_place(raw, name), index=False, lineterminator="\n")
        _sign(_place(raw, name))
    newest = max((raw / "editions").glob("2*.yml"))
    known = yaml.safe_load(newest.read_text("utf-8"))
    for number, wave in enumerate(waves):
        _write_edition(newest.parent, known, number, wave=wave)


def _place(raw: Path, name: str) -> Path:
    return raw / ("framework" if name in FRAMEWORK else ".") / f"{name}.csv"


def _sign(path: Path) -> None:
    """Let the sidecar of a table know its bytes."""
    papers = path.with_suffix(".yml")
    if papers.is_file():
        text = papers.read_text("utf-8")
        new = re.sub(r"(?m)^sha256: .*$", f"sha256: {digest_file(path)}", text)
        papers.write_text(new, encoding="utf-8")


def _name_city(number: int, donor: str) -> str:
    """The code of an invented city, in the country of the one that it is like: the number in letters, as codes have no digits there."""
    letters = ""
    for _place in range(3):
        number, letter = divmod(number, 26)
        letters = chr(ord("a") + letter) + letters
    return f"{donor[:2]}-invented-{letters}"


def _list_donors(raw: Path, tables: Tables) -> list[str]:
    """Cities that are in the main survey of every wave, of whose rows nothing was corrected."""
    odd = set()
    for name in ("perception", "survey_places"):
        papers = yaml.safe_load((raw / f"{name}.yml").read_text("utf-8"))
        rows = [each["row"] for each in (*papers["corrections"], *papers.get("caveats", ()))]
        odd |= {row.get(key) for row in rows for key in ("place", "city_code")}
    surveys, places = tables["surveys"], tables["survey_places"]
    main = places[places["survey"].isin(surveys.loc[surveys["main"] == "True", "survey"])]
    main = main[(main["place"] == main["city_code"]) | (main["place"] == "")]
    waves = main.groupby("city_code")["wave"].nunique()
    perception = tables["perception"]
    there = perception.groupby("place")["wave"].nunique()
    own = tables["perception_shares"]["city_code"]
    return [
        str(city)
        for city in waves.index[waves == main["wave"].nunique()]
        if city not in odd and there.get(city) == perception["wave"].nunique() and city in set(own)
    ]


def _add_items(tables: Tables) -> dict[str, str]:
    """Add invented items until enough can be asked; each of these with the concept that it stands for."""
    known = tables["comparability"]
    named = known[known["item"] == known["concept"]]
    asked = {item: item for item in sorted(set(named["item"]))}
    areas = [*tables["tree"].loc[tables["tree"]["parent"] == "", "node"]]
    rows: dict[str, list[dict[str, str]]] = {"items": [], "tree": [], "codebook": []}
    for number in range(ITEMS - len(asked)):
        item = f"invented_item_{number + 1}"
        asked[item] = item
        label = f"Invented item {number + 1}"
        rows["items"].append({"item": item, "label": label, "wording": f"{label}, as asked"})
        leaf = {"node": item, "parent": areas[number % len(areas)], "direction": "1"}
        rows["tree"].append({**leaf, "lower": "0", "upper": "100"})
        rows["codebook"] += [
            {"code": f"I{number + 1}-{part}", "item": item, "answer": answer, "part": part[:-4]}
            for part, answer in OWN.items()
        ]
    for name, some in rows.items():
        _append(tables, name, pd.DataFrame(some))
    return asked


def _append(tables: Tables, name: str, rows: pd.DataFrame) -> None:
    both = pd.concat([tables[name], rows], ignore_index=True)
    tables[name] = both[tables[name].columns].fillna("")


def _copy_cities(
    tables: Tables,
    donors: dict[str, str],
    shifts: dict[str, dict[str, float]],
    chance: np.random.Generator,
) -> None:
    """Add the invented cities to the register and, each as the city that it is like, to all tables of figures."""
    surveys, place = tables["surveys"], tables["survey_places"]
    main = set(surveys.loc[surveys["main"] == "True", "survey"])
    pairs = pd.DataFrame({"new": [*donors], "donor": [*donors.values()]})

    def take(table: pd.DataFrame, column: str) -> pd.DataFrame:
        both = pairs.merge(table, left_on="donor", right_on=column)
        return both.assign(**{column: both["new"]})

    cities = take(tables["cities"], "city_code")
    for column in ("longitude", "latitude"):
        there = pd.to_numeric(cities[column])
        cities[column] = (there + chance.normal(0, 0.7, len(there))).round(3).astype(str)
        cities[column] = cities[column].replace("nan", "")
    names = cities["new"].str.rpartition("-")[2].str.capitalize()
    _append(tables, "cities", cities.assign(city="Invented " + names))
    places = take(place[place["survey"].isin(main)], "city_code")
    places["place"] = places["new"].where(places["place"] != "", "")
    _append(tables, "survey_places", places.assign(respondents="", respondents_kind=""))
    of_main = place.loc[place["survey"].isin(main) & (place["place"] != ""), ["wave", "place"]]
    for name in ("perception", "priorities"):
        rows = take(tables[name].merge(of_main, on=["wave", "place"]), "place")
        change = _shift_answers if name == "perception" else _shift_named
        _append(tables, name, change(rows, shifts, chance))
    shares = tables["perception_shares"]
    printed = take(shares[shares["base"] != "as printed"], "city_code")
    _append(tables, "perception_shares", _shift_shares(printed, shifts, chance))
    official = tables["official_statistics"]
    people = take(official[official["statistic"] == "population"], "city_code")
    times = dict(zip(donors, chance.lognormal(0, 0.5, len(donors)), strict=True))
    wobble = chance.normal(1, 0.003, len(people))
    value = pd.to_numeric(people["value"]) * people["new"].map(times) * wobble
    _append(tables, "official_statistics", people.assign(value=value.round().astype(int)))
    more = surveys["survey"].map(places["survey"].value_counts()).fillna(0)
    tables["surveys"] = surveys.assign(cities=(surveys["cities"].astype(int) + more).astype(int))


def _points(
    rows: pd.DataFrame, shifts: dict[str, dict[str, float]], chance: np.random.Generator
) -> pd.Series:
    """By how many points each row is off that of the city that it is like."""
    own = [
        shifts[city].get(item, 0.0) for city, item in zip(rows["new"], rows["item"], strict=True)
    ]
    return pd.Series(own, index=rows.index) + chance.normal(0, NOISE_POINTS, len(rows))


def _shift_answers(
    rows: pd.DataFrame, shifts: dict[str, dict[str, float]], chance: np.random.Generator
) -> pd.DataFrame:
    """Move points between those who agree and those who do not; rows of which an answer is withheld stay as they are."""
    parts = rows[[*POSITIVE, *NEGATIVE]].apply(pd.to_numeric)
    agree, disagree = (parts[side].sum(axis="columns") for side in (POSITIVE, NEGATIVE))
    points = _points(rows, shifts, chance).clip(-0.7 * agree, 0.7 * disagree)
    points = points.where(~rows["flags"].str.contains("u:") & (agree > 0) & (disagree > 0), 0.0)
    moved = {
        **dict.fromkeys(POSITIVE, points / agree),
        **dict.fromkeys(NEGATIVE, -points / disagree),
    }
    changed = rows.copy()
    for part, times in moved.items():
        changed[part] = _as_text(parts[part] * (1 + times))
    total = pd.to_numeric(rows["agree_total_pct"])
    changed["agree_total_pct"] = _as_text(total + points)
    return changed


def _shift_named(
    rows: pd.DataFrame, shifts: dict[str, dict[str, float]], chance: np.random.Generator
) -> pd.DataFrame:
    named = pd.to_numeric(rows["named_pct"]) * chance.lognormal(0, 0.2, len(rows))
    return rows.assign(named_pct=_as_text(named.clip(0, 90)))


def _shift_shares(
    rows: pd.DataFrame, shifts: dict[str, dict[str, float]], chance: np.random.Generator
) -> pd.DataFrame:
    own = rows.drop_duplicates(["new", "wave", "item"])
    points = own.assign(points=_points(own, shifts, chance))[["new", "wave", "item", "points"]]
    both = rows.merge(points, on=["new", "wave", "item"])
    share = (pd.to_numeric(both["positive_pct"]) + both["points"]).clip(2, 98)
    return both.assign(positive_pct=_as_text(share))


def _as_text(values: pd.Series) -> pd.Series:
    return values.round(1).astype(str).replace("nan", "")


def _add_surveys(
    tables: Tables,
    like: list[str],
    donors: dict[str, str],
    shifts: dict[str, dict[str, float]],
    asked: dict[str, str],
    chance: np.random.Generator,
) -> list[str]:
    """Add main surveys of all these cities in waves of their own until there are enough; the names of the waves."""
    surveys = tables["surveys"]
    count = SURVEYS - int((surveys["main"] == "True").sum())
    waves = [str(FIRST_YEAR + number) for number in range(count)]
    cities = [*like, *donors]
    rows = _list_answers(tables, like, donors, asked)
    for wave in waves:
        drift = dict(zip(asked, chance.normal(0, 2, len(asked)), strict=True))
        now = {
            city: {item: points + drift[item] for item, points in own.items()}
            for city, own in shifts.items()
        }
        survey = f"invented-{wave}"
        _append(tables, "perception", _shift_answers(rows, now, chance).assign(wave=wave))
        here = pd.DataFrame({"place": cities, "city_code": cities, "area": "city"})
        _append(tables, "survey_places", here.assign(wave=wave, survey=survey))
        _append(tables, "waves", pd.DataFrame([{"wave": wave, "year": wave, "in_panel": "False"}]))
        about = {"survey": survey, "wave": wave, "main": "True", "cities": str(len(cities))}
        about |= {"title": f"Invented survey of {wave}", "respondents_assumed": "500"}
        about |= {"respondents_reason": "Invented", "figures_from": "an invented table"}
        about |= {"source": "https://example.org/", "mode": "telephone", "age_from": "15"}
        _append(tables, "surveys", pd.DataFrame([about]))
    _add_comparability(tables, waves, asked, [*surveys.loc[surveys["main"] == "True", "survey"]])
    return waves


def _list_answers(
    tables: Tables, like: list[str], donors: dict[str, str], asked: dict[str, str]
) -> pd.DataFrame:
    """What each city answers to each item before it is shifted: the last that the city it is like answered, or else any such city."""
    known = tables["perception"]
    known = known[known["place"].isin(like) & known["item"].isin(asked) & (known["flags"] == "")]
    last = known.sort_values("wave").drop_duplicates(["item", "place"], keep="last")
    # answers that are not offered in all rows of an item are those of one survey only
    some = last.drop_duplicates("item").set_index("item")
    pairs = pd.DataFrame(
        [
            (city, donor, item)
            for city, donor in {**dict(zip(like, like, strict=True)), **donors}.items()
            for item in asked
        ],
        columns=["new", "donor", "item"],
    )
    both = pairs.merge(last.rename(columns={"place": "donor"}), on=["donor", "item"], how="left")
    parts = [column for column in known.columns if column.endswith("_pct")]
    lacking = both["wave"].isna()
    fill = some.reindex(both.loc[lacking, "item"])[parts].set_axis(both.index[lacking])
    both.loc[lacking, parts] = fill
    nobody = both[parts].isna().all(axis="columns")
    both.loc[nobody, list(OWN)] = ["60", "30", "10"]
    return both.assign(place=both["new"], flags="").fillna("")


def _add_comparability(
    tables: Tables, waves: list[str], asked: dict[str, str], before: list[str]
) -> None:
    """Say of each concept how each survey asked it."""
    known = set(tables["comparability"]["concept"])
    rows = [
        {"concept": concept, "survey": f"invented-{wave}", "item": item, "status": "same"}
        for wave in waves
        for item, concept in asked.items()
    ]
    rows += [
        {"concept": concept, "survey": f"invented-{wave}", "status": "not asked"}
        for wave in waves
        for concept in sorted(known - set(asked.values()))
    ]
    rows += [
        {"concept": concept, "survey": survey, "status": "not asked"}
        for survey in before
        for concept in asked.values()
        if concept not in known
    ]
    why = {"reason": "Invented", "decided_by": "benchmark", "decided_on": "2026-11-27"}
    _append(tables, "comparability", pd.DataFrame([{**row, **why} for row in rows]))
