"""What each page on residents opens with: one to three sentences that no interval contradicts.

What a sentence rests on is worked out for the rest of the page; here it is said as short as can be.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.showing.findings import Finding, Opening
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, counted, decimal, interval, listed, small
from studylib.data.tables import EditionFacts
from studylib.findings import key_messages
from studylib.findings.messages import KeyMessage, state_messages
from studylib.findings.titles import FEW, count_cities
from studylib.questions import priorities
from studylib.questions.catalogue import select_on_areas
from studylib.statistics.importance import Importance


def participation(study: EditionFacts, cities: pd.DataFrame) -> Finding:
    """Whose residents were asked, and who answered UCLG; `cities` is the processed table."""
    here = cities[cities["in_edition"]]
    asked = int((cities["survey"] == study.wave_survey).sum())
    uclg = study.participants["cities"]
    panel = int(here["in_panel"].sum())
    return Finding(
        Opening(
            Statement(
                "opening_asked",
                len(here),
                _say_asked(study, asked, here),
                origin="cities: in_edition, country",
            ),
            Statement(
                "opening_panel",
                panel,
                ngettext(
                    "{n} city is in every survey used here.",
                    "{n} cities are in every survey used here.",
                    panel,
                )
                if panel
                else "",
                origin="cities: in_panel",
            ),
            Statement(
                "opening_uclg",
                uclg,
                _(
                    "UCLG's own study asked city governments, not residents: {cities} took part.",
                    cities=count_cities(uclg),
                )
                if uclg
                else "",
                origin="editions: participants",
            ),
        )
    )


def _say_asked(study: EditionFacts, asked: int, here: pd.DataFrame) -> str:
    parts = {
        "year": study.wave_year,
        "cities": count_cities(len(here)),
        "countries": counted(here["country"].nunique(), "country", "countries"),
    }
    if asked == len(here):
        return _("The {year} survey asked residents of {cities} in {countries}.", **parts)
    return _(
        "The {year} survey asked residents of {asked}. Figures of {cities} in {countries} are here.",
        **parts,
        asked=count_cities(asked),
    )


def situation(
    study: EditionFacts, values: pd.DataFrame, scores: pd.DataFrame, confidence_pct: float
) -> Finding:
    """What residents answer most and least favourably, and how the cities of one area score.

    `values` are as `situation.select_focus_values` gives them, `scores` as `area_scores.tabulate_scores` does.
    """
    said = key_messages.say_answers(study, values, confidence_pct)
    if len(scores["area"].unique()) == 1 or not said:
        said = [*said, *key_messages.say_scores(study, scores, confidence_pct)]
    if not said:
        nothing = _("The survey beside this edition asked nothing on its subject.")
        return Finding(Opening(Statement("opening", None, nothing, origin="items: asked")))
    return Finding(
        Opening(
            *state_messages(
                said,
                _("answers: items in focus; area scores"),
                lambda **parts: _("{message}. What it rests on: {basis}.", **parts),
            )
        )
    )


def key_elements(
    study: EditionFacts,
    order: pd.DataFrame,
    change: pd.DataFrame,
    parts: Mapping[str, Importance],
    messages: list[KeyMessage],
) -> Finding:
    """What residents name most, what goes with their satisfaction, and what UCLG found.

    Parameters
    ----------
    study
        The edition.
    order, change
        As `priorities.order_issues` and `priorities.measure_panel_change` give them, the second with `beyond`.
    parts
        As `satisfaction.measure_area_importance` gives them.
    messages
        What UCLG published, as `key_messages.say_published` gives it.
    """
    said = [
        Statement(
            "opening_issues", len(order), _say_issues(order, study), origin="priorities: named_pct"
        ),
        Statement(
            "opening_change",
            int(change["beyond"].sum()),
            _say_change(change),
            origin=_("priorities: named_pct in the cities of both surveys"),
        ),
        Statement(
            "opening_importance",
            len(parts),
            _say_importance(parts, study),
            origin=_("answers, tree: area scores"),
        ),
    ]
    known = [one for one in said if one.sentence]
    # with findings of a survey one of UCLG's is enough; all stand further down
    known += state_messages(
        messages[: 1 if known else 2],
        "published; published_shares",
        lambda **parts: _("UCLG's own study found: {message} ({basis}).", **parts),
    )
    nothing = _("Nothing that this edition asked says what slows cities down or what helps them.")
    return Finding(
        Opening(*known[:3] or [Statement("opening", None, nothing, origin="editions: wave")])
    )


def _say_issues(order: pd.DataFrame, study: EditionFacts) -> str:
    if order.empty:
        return ""
    top = order.head(priorities.MOST_ISSUES)
    named = [
        _("{issue} ({share} per cent)", issue=small(label), share=decimal(share, 0))
        for label, share in zip(top["label"], top["median"], strict=True)
    ]
    if (top["low"].iloc[1:] > 0).all():
        return _(
            "In {year}, residents named {issue} most, by the medians over cities.",
            year=study.wave_year,
            issue=named[0],
        )
    return _(
        "In {year}, these issues were named most, by the medians over cities: {issues}. "
        "The survey cannot tell which comes first.",
        year=study.wave_year,
        issues=listed(named),
    )


def _say_change(change: pd.DataFrame) -> str:
    beyond = change[change["beyond"]]
    if beyond.empty:
        return ""
    one = beyond.iloc[int(beyond["change"].abs().to_numpy().argmax())]
    ends = sorted([abs(one["low"]), abs(one["high"])])
    parts = {
        "before": one["before_year"],
        "issue": small(one["label"]),
        "points": apart_from(abs(one["change"])),
        "cities": count_cities(int(one["cities"])),
        "ends": interval(*ends, null=0),
    }
    return (
        _(
            "Since {before}, the share who name {issue} rose by {points} points in the same {cities} "
            "(interval {ends}).",
            **parts,
        )
        if one["change"] > 0
        else _(
            "Since {before}, the share who name {issue} fell by {points} points in the same {cities} "
            "(interval {ends}).",
            **parts,
        )
    )


def _say_importance(parts: Mapping[str, Importance], study: EditionFacts) -> str:
    made = next((part for part in parts.values() if not part.reason), None)
    if made is None:
        return ""
    rows = made.table.sort_values("part", ascending=False)
    first, others = rows.iloc[0], rows.iloc[1:]
    if not (made.low > 0 and first["low"] > 0):
        return _("The survey cannot tell what goes with residents' satisfaction with their city.")
    near = [str(area) for area in others.loc[~(others["high"] < first["low"]), "measure"]]
    facts = {
        "year": study.wave_year,
        "area": first["measure"],
        "part": decimal(100 * first["part"], 0),
        "ends": interval(100 * first["low"], 100 * first["high"], 0, null=0),
        "cities": count_cities(made.n),
    }
    if not near:
        return _(
            "In {year}, satisfaction with the city goes most with {area}: {part} per cent of the differences "
            "between {cities} (interval {ends}).",
            **facts,
        )
    return _(
        "In {year}, satisfaction with the city goes with {area}: {part} per cent of the differences between "
        "{cities} (interval {ends}). It may go with {others} as much.",
        **facts,
        others=listed(near) if len(near) <= FEW else _("{n} other areas", n=len(near)),
    )


def good_practices(
    study: EditionFacts, practices: pd.DataFrame, areas: pd.DataFrame, differences: pd.DataFrame
) -> Finding:
    """How many practices there are on the subject, and in how many cities they may be worth a look.

    Parameters
    ----------
    study
        The edition.
    practices, areas
        The processed tables.
    differences
        As `needs.compare_with_similar` gives them, of the edition's survey.
    """
    fit = select_on_areas(practices, areas)
    compared = differences["city_code"].nunique()
    needing = differences.loc[differences["need"], "city_code"].nunique()
    return Finding(
        Opening(
            Statement(
                "opening_practices",
                len(fit),
                ngettext(
                    "{n} practice of {cities} is in the areas of this edition.",
                    "{n} practices of {cities} are in the areas of this edition.",
                    len(fit),
                    cities=count_cities(len(fit[["city", "country"]].drop_duplicates())),
                )
                if len(fit)
                else _("No practice on record is in the areas of this edition."),
                origin=_("practices: areas in focus"),
            ),
            Statement(
                "opening_needs",
                needing,
                _(
                    "In {year}, {needing} of {compared} lay below similar cities in at least one "
                    "area, by more than the sample leaves open.",
                    year=study.wave_year,
                    needing=needing,
                    compared=count_cities(compared),
                )
                if compared
                else "",
                origin=_("area scores, similar cities"),
            ),
        )
    )


def robustness(moved: pd.DataFrame, held: pd.DataFrame) -> Finding:
    """How many cities stay in one band, and how many statements hold, whatever is chosen.

    Parameters
    ----------
    moved, held
        As `stability.measure_movement` and `stability.check_statements` give them.
    """
    number = int(held["survives"].sum()) if len(held) else 0
    return Finding(
        Opening(
            Statement(
                "opening_bands",
                len(moved),
                _say_bands(moved),
                origin=_("replications of the scores"),
            ),
            Statement(
                "opening_statements",
                number,
                ngettext(
                    "Of {all} on the areas, {n} holds in every such test.",
                    "Of {all} on the areas, {n} hold in every such test.",
                    number,
                    all=counted(len(held), "statement"),
                )
                if len(held)
                else "",
                origin=_("replications of the scores"),
            ),
        )
    )


def _say_bands(moved: pd.DataFrame) -> str:
    if moved.empty:
        return _("This edition has no area scores. How sure its shares are, their intervals say.")
    order = moved.sort_values("one_band_pct", ignore_index=True)
    least, most = order.iloc[0], order.iloc[-1]
    if len(moved) == 1:
        return _(
            "{share} per cent of {cities} would nearly always be in the same band, whichever residents "
            "are asked and however the score is built. "
            "A score may lie {points} points to either side, the median over cities.",
            share=decimal(most["one_band_pct"], 0),
            cities=count_cities(int(most["cities"])),
            points=decimal(most["half_width"]),
        )
    return _(
        "From {low} per cent ({least}) to {high} per cent ({most}) of the cities would nearly always "
        "be in the same band, whichever residents are asked and however scores are built.",
        low=decimal(least["one_band_pct"], 0),
        least=least["area"],
        high=decimal(most["one_band_pct"], 0),
        most=most["area"],
    )


def results(study: EditionFacts, scores: pd.DataFrame, cities: pd.DataFrame) -> Finding:
    """How many scores and changes of single cities the edition's pages stand on.

    `scores` are as `area_scores.tabulate_scores` gives them, `cities` as `city_changes.measure_city_changes` does.
    """
    return Finding(
        Opening(
            Statement(
                "opening_scores",
                len(scores),
                _(
                    "{cities} have scores in {areas}, from answers of {year}.",
                    cities=count_cities(scores["city_code"].nunique()),
                    areas=counted(scores["area"].nunique(), "area"),
                    year=study.wave_year,
                )
                if len(scores)
                else _("No survey of residents gives scores for this edition."),
                origin=_("answers, tree: area scores"),
            ),
            Statement(
                "opening_changes",
                len(cities),
                _(
                    "{changes} were measured in single cities that were asked twice.",
                    changes=counted(len(cities), "change"),
                )
                if len(cities)
                else "",
                origin=_("answers of the cities of two surveys"),
            ),
        )
    )
