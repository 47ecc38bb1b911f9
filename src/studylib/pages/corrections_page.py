"""What the study reads otherwise than the publisher's table has it, and why, as values for the page on corrections.

Corrections stand in the sidecars of the raw tables; how a sidecar is shown in full is in `papers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.text.htmltables import table_html
from quire.text.markup import escape_myst as escape
from quire.text.messages import _, ngettext
from quire.text.words import counted, decimal, interval, listed
from studylib.data.editions import list_editions
from studylib.data.perception import PARTS, SUPPRESSED_NOTES

if TYPE_CHECKING:
    from quire.tables.sources import Correction, Sidecar

PLACES, ANSWERS = "survey_places", "perception"

VALUES = (
    "corrections_n",
    "corrections_cities",
    "corrections_areas",
    "corrections_answers",
    "corrections_withheld",
    "corrections_applicable",
)
"""Names of the values of the page."""


def corrections_values(project: Project, sources: Mapping[str, Sidecar]) -> dict[str, str]:
    """The values of the page: tables of corrections, and what is done where answers are withheld or do not apply.

    Parameters
    ----------
    project
        The checkout; `data/raw` and `data/processed` are read.
    sources
        The sidecars by table.
    """
    places = sources[PLACES].corrections if PLACES in sources else ()
    answers = sources[ANSWERS].corrections if ANSWERS in sources else ()
    names = {row["city_code"]: row["city"] for row in _rows(project, "cities.csv")}
    labels = {row["item"]: row["label"] for row in _rows(project, "framework/items.csv")}
    others = [
        each
        for name, one in sources.items()
        if name not in {PLACES, ANSWERS}
        for each in one.corrections
    ]
    return {
        "corrections_n": escape(
            _(
                "{figures}, and the city or area of {entries}",
                figures=counted(len(answers) + len(others), "printed figure"),
                entries=counted(len(places), "entry", "entries"),
            )
        ),
        "corrections_cities": _places(
            names,
            [each for each in places if each.column == "city_code"],
            _("Rows that are read as another city, or left out"),
        ),
        "corrections_areas": _places(
            names,
            [each for each in places if each.column != "city_code"],
            _("Rows that are read as another area"),
        ),
        "corrections_answers": _answers(names, labels, answers),
        "corrections_withheld": escape(_withheld(project)),
        "corrections_applicable": escape(_applicable(project, labels)),
    }


def _rows(project: Project, name: str) -> list[dict[str, str]]:
    path = project.raw / name
    return read_records(path.read_bytes()) if path.is_file() else []


CERTAINTIES = (_("certain"), _("probable"), _("open"))
"""How sure a correction is, as its sidecar says it (`quire.tables.sources.Certainty`)."""


def _places(names: Mapping[str, str], corrections: Iterable[Correction], caption: str) -> str:
    """Which rows of which year, what the study reads them as, why, and how sure; those with one reason stand together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for each in corrections:
        about = (
            each.row.get("wave", ""),
            _named(each.new, names) or _("left out"),
            each.reason,
            each.certainty,
        )
        groups.setdefault((*about, " ".join(each.sources)), []).append(
            _named(each.row.get("place", ""), names)
        )
    rows = [
        [listed(part), wave, new, reason, sure, sources]
        for (wave, new, reason, sure, sources), part in groups.items()
    ]
    heads = [_("Row of the table"), _("Year"), _("Read as"), _("Why"), _("How sure"), _("Sources")]
    return table_html(heads, rows, caption, long=False) if rows else escape(_("None."))


def _named(code: str, names: Mapping[str, str]) -> str:
    return _("{code} ({city})", code=code, city=names[code]) if code in names else code


def _answers(
    names: Mapping[str, str], labels: Mapping[str, str], corrections: Iterable[Correction]
) -> str:
    """Corrections of single answers; those with one reason for one item and year stand in one row."""
    groups: dict[tuple[str, str, str], list[Correction]] = {}
    for each in corrections:
        groups.setdefault(
            (each.row.get("wave", ""), each.row.get("item", ""), each.reason), []
        ).append(each)
    rows = [
        [
            labels.get(item, item),
            wave,
            listed(
                sorted(
                    {
                        names.get(each.row.get("place", ""), each.row.get("place", ""))
                        for each in part
                    }
                )
            ),
            reason,
            " ".join(dict.fromkeys(source for each in part for source in each.sources)),
        ]
        for (wave, item, reason), part in groups.items()
    ]
    heads = [_("Item"), _("Year"), _("Cities"), _("Why"), _("Sources")]
    caption = _("Answers and totals that are left out")
    return table_html(heads, rows, caption, long=False) if rows else escape(_("None."))


def _withheld(project: Project) -> str:
    """How many figures have an answer that the publisher withheld, and what came of each."""
    caveats = [
        row["caveat"].split("; ")
        for edition in list_editions(project)
        if edition.public
        for path in sorted((project.processed / edition.id).glob("answers*.csv"))
        for row in read_records(path.read_bytes())
    ]
    counts = {note: sum(note in notes for notes in caveats) for note in SUPPRESSED_NOTES}
    touched = counts.pop(SUPPRESSED_NOTES[0])
    said = [_("in {n} {note}", n=count, note=note) for note, count in counts.items() if count]
    if not touched:
        return _("No figure of cities and items has such an answer.")
    if not said:
        return ngettext(
            "{n} figure of cities and items has such an answer.",
            "{n} figures of cities and items have such an answer.",
            touched,
        )
    return ngettext(
        "{n} figure of cities and items has such an answer: {said}; else the share is missing.",
        "{n} figures of cities and items have such an answer: {said}; else the share is missing.",
        touched,
        said=listed(said),
    )


def _applicable(project: Project, labels: Mapping[str, str]) -> str:
    """How many residents said that a question does not apply to them, by item."""
    column = f"{PARTS[-1]}_pct"
    found: dict[tuple[str, str], list[float]] = {}
    for row in _rows(project, "perception.csv"):
        if row[column]:
            found.setdefault((row["item"], row["wave"]), []).append(float(row[column]))
    said = [
        _(
            "In {wave}, {shares} per cent of residents said so of ‘{label}’, "
            "{mean} on average over {cities}.",
            wave=wave,
            shares=interval(min(shares), max(shares)),
            label=labels.get(item, item),
            mean=decimal(sum(shares) / len(shares)),
            cities=counted(len(shares), "city", "cities"),
        )
        for (item, wave), shares in found.items()
    ]
    return " ".join(said) if said else _("No question offered that answer.")
