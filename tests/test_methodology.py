"""The page on methodology says what the code does: each number in it is the code's."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "methodology.md").read_text("utf-8")


def test_every_named_number_is_that_of_the_code() -> None:
    named = re.findall(r"`(\w+)\.([A-Z_]+)` = ([\d.]*\d)", TEXT)
    assert len(named) >= 9
    packages = ("statistics", "index", "questions")
    homes = {
        path.stem: f"studylib.{package}.{path.stem}"
        for package in packages
        for path in (ROOT / "src/studylib" / package).glob("*.py")
    }
    for module, name, value in named:
        found = getattr(importlib.import_module(homes[module]), name)
        assert found == float(value), f"{module}.{name}"


def test_the_ten_steps_are_there_in_order() -> None:
    assert re.findall(r"^## (\d+)\. ", TEXT, re.M) == [str(each) for each in range(1, 11)]


def test_the_tree_and_the_bands_are_as_described() -> None:
    tree = pd.read_csv(ROOT / "data/raw/framework/tree.csv")
    tops, items = tree["parent"].isna(), ~tree["node"].isin(tree["parent"])
    assert set(tree.loc[tops, "min_coverage"]) == {0.75}
    assert tree["weight"].isna().all()
    assert set(tree.loc[~items, "method"]) == {"arithmetic"}
    assert set(tree.loc[items, "lower"]) | set(tree.loc[items, "upper"]) == {0, 100}
    assert pd.read_csv(ROOT / "data/raw/framework/bands.csv")["lower"].to_list() == [0, 25, 50, 75]


def test_the_coverage_is_that_of_the_benchmark_and_what_was_aimed_at() -> None:
    rows = re.findall(
        r"^\| all \|.*$", (ROOT / "benchmarks" / "README.md").read_text("utf-8"), re.M
    )
    usual, *_, ours = re.findall(r"(\d+\.\d) to (\d+\.\d)", rows[0])
    assert f"hold zero in {ours[0]} to {ours[1]} per cent of the draws" in TEXT
    assert f"in {usual[0]} to {usual[1]}. " in TEXT
    assert 93 <= float(ours[0]) <= float(ours[1]) <= 97


def test_every_module_that_is_named_is_there() -> None:
    names = set(re.findall(r"`(studylib\.[\w.]+)`", TEXT))
    assert "studylib.index" in {name.rpartition(".")[0] for name in names}
    for name in names:
        importlib.import_module(name)
