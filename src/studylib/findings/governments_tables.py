"""What governments answered by region, size and what else a survey is broken down by, as tables that open."""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Table
from quire.text.messages import _
from quire.text.words import decimal, listed, small, whole
from studylib.findings.governments_words import (
    entitle,
    list_dimensions,
    name_dimension,
    name_groups,
    slug,
    source,
)
from studylib.questions.governments import ALL, MOST_COLUMNS, Survey


def list_tables(survey: Survey, question: str, name: str, figures: pd.DataFrame) -> list[Table]:
    """The answers to a question by group: one table for all breakdowns of few groups, one for each of many.

    Parameters
    ----------
    name
        The question's id on the page.
    figures
        As `governments.list_shares` gives them, or the question's rows of `government_numbers`.
    """
    few = list_dimensions(survey, MOST_COLUMNS)
    many = [dimension for dimension in survey.dimensions if dimension not in few]
    tables = [_make_table(survey, question, name, figures, few)] if few else []
    tables += [_make_table(survey, question, name, figures, [each], True) for each in many]
    return [table for table in tables if table is not None]


def _make_table(
    survey: Survey,
    question: str,
    name: str,
    figures: pd.DataFrame,
    dimensions: list[str],
    down: bool = False,
) -> Table | None:
    """A table of some breakdowns, groups as columns or, where they are many, as rows; None where nothing is known."""
    there = figures[figures["dimension"].isin(dimensions)]
    numbers = "median" in figures
    known = there[there["median" if numbers else "share_pct"].notna()]
    if known.empty or (numbers and not down):
        return None
    data = (
        tabulate_numbers(known, survey.question(question)["unit"])
        if numbers
        else tabulate_shares(survey, there, figures, down)
    )
    facts = survey.question(question)
    by = listed(small(name_dimension(each)) for each in dimensions)
    what = _("{label}, by {by}", label=facts["label"].rstrip("?."), by=by)
    withheld = _list_withheld(there)
    caption = entitle(survey, what, survey.answered_to(question))
    if not numbers:
        caption = _("{caption}. Per cent", caption=caption)
        if _differs(known):
            caption = _("{caption}, and in brackets of how many", caption=caption)
    if withheld:
        groups = name_groups(dimensions, withheld)
        caption = _("{caption}. Withheld: {groups}", caption=caption, groups=groups)
    return Table(
        slug(survey.id, name, "by", *dimensions),
        data,
        caption,
        source(survey),
        fold=_("By {by}", by=by),
    )


def tabulate_shares(
    survey: Survey, there: pd.DataFrame, figures: pd.DataFrame, down: bool = False
) -> pd.DataFrame:
    """Shares with a row for each answer and a column for each group, or the other way round; a dash where one is withheld."""
    everybody = figures[figures["dimension"] == ALL]
    rows = pd.concat([everybody, there])
    of_group = rows.groupby(["dimension", "group"])
    rows = rows.assign(
        cell=_write_cells(rows, _differs(rows)),
        head=rows["dimension"] + "\n" + rows["group"],
        line=rows["item"] + "\n" + rows["option"],
        most=of_group["base"].transform("max"),
    )[of_group["share_pct"].transform("count") > 0]
    names = rows.drop_duplicates("line").set_index("line")["name"]
    heads = write_heads(rows.drop_duplicates("head"), with_base=not _differs(rows))
    wide = rows.pivot_table(index="line", columns="head", values="cell", aggfunc="first")
    wide = wide.reindex(index=names.index, columns=heads.index).fillna("–")
    wide = wide.set_axis(names.to_list(), axis="index").set_axis(heads.to_list(), axis="columns")
    turned = wide.T if down else wide
    return turned.rename_axis(_("Group, %") if down else _("Answer, %")).reset_index()


def write_heads(groups: pd.DataFrame, with_base: bool) -> pd.Series:
    """What the groups are called above or beside their figures; the breakdown is named where two have a group of one name."""
    names = groups["group"].where(groups["dimension"] != ALL, _("All"))
    twice = names.duplicated(keep=False)
    heads = [
        _name_group(dimension if again else "", name, whole(n) if with_base else "")
        for dimension, name, again, n in zip(
            groups["dimension"], names, twice, groups["most"], strict=True
        )
    ]
    return pd.Series(heads, index=groups["head"])


def _name_group(dimension: str, group: str, n: str) -> str:
    """A group above or beside its figures, with its breakdown and its number where they are given."""
    if dimension:
        by = name_dimension(dimension)
        group = _("{dimension}: {group}", dimension=by, group=group)
    return _("{group} (n = {n})", group=group, n=n) if n else group


def tabulate_numbers(known: pd.DataFrame, unit: str = "") -> pd.DataFrame:
    """Quartiles with a row for each group, in the unit of the question."""
    quartiles = {
        "lower_quartile": _("Lower quartile"),
        "median": _("Median"),
        "upper_quartile": _("Upper quartile"),
    }
    if unit:
        quartiles = {
            column: _("{quartile}, {unit}", quartile=name, unit=unit)
            for column, name in quartiles.items()
        }
    columns = {"group": _("Group"), "answered": _("Answered, governments"), **quartiles}
    return known[list(columns)].rename(columns=columns)


def _write_cells(rows: pd.DataFrame, with_base: bool) -> list[str]:
    return [
        "–" if pd.isna(share)
        else _("{share} ({n})", share=decimal(share, 0), n=whole(base)) if with_base
        else decimal(share, 0)
        for share, base in zip(rows["share_pct"], rows["base"], strict=True)
    ]  # fmt: skip


def _differs(rows: pd.DataFrame) -> bool:
    """Whether the shares of a group are of different numbers of governments."""
    of_group = rows.groupby(["dimension", "group"])["base"]
    return bool((of_group.max() > of_group.min()).any())


def _list_withheld(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The groups of which nothing is shown, by their dimension."""
    every = rows.groupby(["dimension", "group"], sort=False)["withheld"].all()
    hidden: dict[str, list[str]] = {}
    for dimension, group in every[every].index:
        hidden.setdefault(str(dimension), []).append(str(group))
    return hidden
