"""What an error could have meant: which columns, keys and names there are, the nearest first."""

from __future__ import annotations

import linecache
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from invented import write_settings

from quire.kernels.hints import find_hint
from quire.showing.figures import show_figure, show_table

ANSWERS = pd.DataFrame(
    {"favourable": [1, 2], "city_code": ["a", "b"], "share": [1.0, 2.0]}, index=["A1", "A2"]
)
CHOICES = {"least": 1, "spread": 2}
COLUMNS = "columns of answers: 'favourable', "
SHARE_OF = "did you mean 'share'? columns of wide: 'share', "


def count(least: int, confidence_pct: int = 95) -> int:
    return least + confidence_pct


PLACES = pd.DataFrame({"place": ["a"], "name": ["A"]})


def join_places(answers: pd.DataFrame) -> pd.DataFrame:
    places = PLACES.copy()
    return answers.rename(columns={"city_code": "label"}).merge(places, on="label")


def rank_places(answers: pd.DataFrame) -> pd.DataFrame:
    places = PLACES.copy()
    return places.sort_values("label")


def hint_of(source: str) -> str:
    """The hint of a line, run as a cell is."""
    names: dict[str, Any] = {
        "answers": ANSWERS,
        "choices": CHOICES,
        "study": SimpleNamespace(choices=CHOICES),
        "count": count,
        "one": (ANSWERS,),
        "two": (ANSWERS, ANSWERS),
        "pd": pd,
        "join_places": join_places,
        "rank_places": rank_places,
        "show_figure": show_figure,
        "show_table": show_table,
    }
    linecache.cache["<cell>"] = (len(source), None, [f"{source}\n"], "<cell>")
    try:
        exec(compile(source, "<cell>", "exec"), names)
    except Exception as error:
        return find_hint(error)
    raise AssertionError(f"no error: {source}")


@pytest.mark.parametrize(
    "source",
    [
        'answers["favorable"]',
        'answers[["favorable", "share"]]',
        'answers.loc[:, "favorable"]',
        'answers.loc["A1", "favorable"]',
        "answers.favorable",
        'answers.sort_values("favorable")',
        'answers.set_index("favorable")',
        'answers.groupby("favorable")["share"].mean()',
        'answers.groupby("city_code")["favorable"].mean()',
        'answers.groupby("city_code").agg(mean=("favorable", "mean"))',
        'answers.drop(columns="favorable")',
        'answers.drop_duplicates("favorable")',
        'answers.query("favorable > 1")',
        'answers.melt(id_vars="favorable")',
        'answers.astype({"favorable": float})',
    ],
)
def test_a_missing_column_is_answered_with_those_there_are(source: str) -> None:
    assert hint_of(source).startswith(f"did you mean 'favourable'? {COLUMNS}")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('answers.loc["A3"]', "labels there are: 'A1', 'A2'"),
        ('answers["share"]["A3"]', "labels there are: 'A1', 'A2'"),
        (
            'answers.merge(pd.DataFrame({"city": [1]}), on="city_code")',
            "did you mean 'city'? columns there are: 'city'",
        ),
        (
            "join_places(answers)",
            "did you mean 'place'? columns of places: 'place', 'name'",
        ),
        (
            "rank_places(answers)",
            "did you mean 'place'? columns of places: 'place', 'name'",
        ),
        (
            "show_figure('dots', answers, data=answers, title='Dots')",
            "give also subtitle (What is drawn, where, when and of how many); "
            "caption (How to read it, in a sentence or two); "
            "alt (What a person who cannot see it should know); source (Whose figures these are and of which year)",
        ),
        (
            "show_table('rows', answers, caption='Rows')",
            "give also source (Whose figures these are and of which year)",
        ),
        (
            "show_table('rows', answers, source='Somebody')",
            "give also caption (How to read it, in a sentence or two)",
        ),
        ("count()", "give also least"),
        ('choices["leest"]', "did you mean 'least'? keys there are: 'least', 'spread'"),
        ('study.choices["spred"]', "did you mean 'spread'? keys there are: 'spread', 'least'"),
        (
            "count(1, confidence_pc=90)",
            "did you mean 'confidence_pct'? parameters there are: 'confidence_pct', 'least'",
        ),
        ("answer", "did you mean 'answers'?"),
        ("nothing_like_it", "make it in a cell above and run that, or import it"),
        ("credit", "make it in a cell above and run that, or import it"),
        ("enumerat(choices)", "did you mean 'enumerate'?"),
        (
            'one["share"]',
            "one is a tuple with one thing in it: write (one,) = ... where it is made",
        ),
        ("one.head()", "one is a tuple with one thing in it: write (one,) = ... where it is made"),
        (
            'two["share"]',
            "two is a tuple of 2: give each its name where it is made, or take two[0]",
        ),
        ("(1, 2)['share']", ""),
        ("pd.meltt", "did you mean 'melt'?"),
        ("answers.share.meann()", "did you mean 'mean' or 'median'?"),
        ("from quire.showing import figure", "did you mean 'figures'?"),
        ("from quire.showing.figures import show_figur", "did you mean 'show_figure'?"),
        ("import quire.showin", "did you mean 'showing'?"),
        (
            "import zzqqx.plots",
            "zzqqx is not installed: do without it, or add it to the dependencies in pyproject.toml and install these anew",
        ),
        ("choices.pop('leest')", ""),
        ("1 + 'a'", ""),
    ],
)
def test_other_names_are_answered_with_the_nearest(source: str, said: str) -> None:
    assert hint_of(source) == said


def test_of_very_many_names_the_nearest_are_listed() -> None:
    wide = pd.DataFrame({f"x{number}": [1] for number in range(100)} | {"share": [1]})
    with pytest.raises(KeyError) as caught:
        wide["shares"]
    said = find_hint(caught.value)
    assert said.startswith(SHARE_OF)
    assert said.endswith(" and 89 more")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "from zzb import b",
            "from zza import a",
            "zza and zzb import each other: import inside the function, or move what both need to a module of its own",
        ),
        (
            "import zzb",
            "import zza\nprint(zza.a)",
            "zza and zzb import each other: import inside the function, or move what both need to a module of its own",
        ),
        ("from zza import a", "", "zza imports itself: leave the import out"),
        (
            "import zzqqx",
            "",
            "zzqqx is not installed: do without it, or add it to the dependencies in pyproject.toml and install these anew",
        ),
        ("from zzb import nowhere", "b = 1", "see what there is in zzb"),
    ],
)
def test_imports_of_a_library_are_answered_as_those_of_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str, said: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name, source in (("zza", first), ("zzb", second)):
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert hint_of("import zza") == said


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('pd.read_csv("data/raw/city.csv")', "cities"),
        ('open("../cities.csv")', "cities"),
        ('open("zzqqx.txt")', "..."),
    ],
)
def test_a_file_that_is_not_there_is_answered_with_the_folder_and_the_way_to_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, name: str
) -> None:
    write_settings(tmp_path)
    for folder in ("data/processed/2002", "notebooks/edition"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/processed/2002/cities.csv").touch()
    monkeypatch.chdir(tmp_path / "notebooks/edition")
    assert hint_of(source) == (
        "paths start in notebooks/edition, where the notebook is at work; "
        f'tables are read by their names: read_tables(edition, "{name}")'
    )
