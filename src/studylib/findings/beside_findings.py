"""What is said of official statistics beside items, in sentences, tables and alt texts; the pairs are made in `analysis.beside`."""

from __future__ import annotations

import pandas as pd

from quire.text.words import capital, counted, interval, listed, signed, years


def beside_sentence(summary: pd.DataFrame) -> str:
    """How many official statistics stand beside an item, and how many go the way that was expected."""
    if summary.empty:
        return "No official statistic used here is about one of these items."
    known = summary[summary["low"].notna()]
    clear = known[(known["low"] > 0) | (known["high"] < 0)]
    agree = int((clear["rho"] * clear["expected_sign"] > 0).sum())
    first = (
        f"In {counted(len(summary), 'comparison')} an official statistic stands beside an item. "
    )
    if len(summary) > 1:
        first += f"{capital(counted(len(clear), 'interval leaves', 'intervals leave'))} out zero"
    elif known.empty:
        first += "There are too few places for an interval"
    else:
        first += f"Its interval {'leaves out' if len(clear) else 'does not leave out'} zero"
    if len(clear):
        other = len(clear) - agree
        first += (
            f": {agree} on the side that was expected, {other} on the other"
            if other
            else ", on the side that was expected"
        )
    context = " Where the statistic is of countries, each dot is a country and the median of its cities; that says nothing of a city."
    tail = context if (summary["level"] == "country").any() else ""
    return f"{first}.{tail}"


def beside_alt(summary: pd.DataFrame) -> str:
    """What the scatter plots show, in words."""
    shown = summary[summary["n"] > 0]
    each = [
        f"{row['label']} with {row['statistic_label']} ({row['unit']}, {row['years']}), n = {row['n']}"
        + ("" if pd.isna(row["rho"]) else f", rank correlation {signed(row['rho'])}")
        for _, row in shown.iterrows()
    ]
    return f"Scatter plots, {counted(len(shown), 'panel')}: {'; '.join(each)}."


def beside_table(summary: pd.DataFrame) -> pd.DataFrame:
    """The comparisons for readers; the source of each if there are several."""
    ranks = [
        ""
        if pd.isna(rho)
        else signed(rho) + ("" if pd.isna(low) else f" ({interval(low, high, 2, null=0)})")
        for rho, low, high in summary[["rho", "low", "high"]].itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            "What residents say": summary["label"],
            "Official statistic": summary["statistic_label"] + ", " + summary["unit"],
            "Years": summary["years"],
            "n": summary["n"],
            "ρ (interval)": ranks,
            "Expected": summary["expected_sign"].map({1: "above 0", -1: "below 0"}),
            "Why they stand together": summary["reason"],
            "Source": summary["source"],
        }
    )
    return table if len(set(table["Source"])) > 1 else table.drop(columns="Source")


def beside_source(source: str, summary: pd.DataFrame) -> str:
    """The source line of official statistics beside the survey's figures."""
    publishers = listed(dict.fromkeys(summary["source"]))
    return f"{source} Official statistics: {publishers}, years {years_named(summary)}."


def years_named(summary: pd.DataFrame) -> str:
    """The years of the statistics that are shown.

    >>> years_named(pd.DataFrame({"years": ["2009 to 2012", "2018", ""]}))
    '2009 to 2018'
    """
    return years(int(each) for text in summary["years"] for each in text.split(" to ") if each)
