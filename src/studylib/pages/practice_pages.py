"""The pages on good practices: the catalogue with its filters, and one page for each practice, as text of MyST Markdown.

Every word from a file is escaped. What a practice holds is decided in `practices`, what is related in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from quire.core.errors import Faults
from quire.core.project import Project
from quire.tables.csvfiles import read_rows
from quire.text.markdown import link, table
from quire.text.markup import escape_html
from quire.text.markup import escape_myst as escape
from quire.text.words import listed
from studylib.data.practices import Practice, practice_table, read_practices
from studylib.questions.catalogue import count_by_area_and_lever, find_related

CATALOGUE = "practices/index.md"
STATUS = {
    "running": "running",
    "changed": "running in a changed form",
    "ended": "ended",
    "unknown": "not known from the sources",
}
FILTERS = {
    "area": "Area",
    "lever": "Lever",
    "region": "Region of the world",
    "size": "Size of the city",
}
NO_SIZE = "not known"


def practice_files(project: Project, cities: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The catalogue and the page of each practice, by their paths in the book; none if there is no practice.

    Parameters
    ----------
    project
        The checkout.
    cities
        By id of a practice, the page of its city, as far as that has one.

    Raises
    ------
    Faults
        If a file of a practice cannot be read.
    """
    practices, faults = read_practices(project)
    if faults:
        raise Faults(faults)
    if not practices:
        return {}
    words = {name: _frame(project, name) for name in ("areas", "levers", "countries", "sizes")}
    known = practice_table(practices, words["countries"], words["sizes"].astype({"lower": float}))
    labels = {
        "area": dict(zip(words["areas"]["area"], words["areas"]["label"], strict=True)),
        "lever": dict(zip(words["levers"]["lever"], words["levers"]["label"], strict=True)),
    }
    rows = {
        str(each["practice"]): {str(key): value for key, value in each.items()}
        for each in known.to_dict("records")
    }
    close = find_related(known)
    files = {CATALOGUE: _catalogue(rows, labels, words).encode()}
    for practice in practices:
        others = close[close["practice"] == practice.id].to_dict("records")
        near = [{str(key): str(value) for key, value in each.items()} for each in others]
        files[f"practices/{practice.id}.md"] = practice_page(
            practice, rows, near, labels, (cities or {}).get(practice.id)
        ).encode()
    return files


def _frame(project: Project, name: str) -> pd.DataFrame:
    head, *rows = read_rows((project.raw / "framework" / f"{name}.csv").read_bytes())
    return pd.DataFrame(rows, columns=head, dtype=str)


def _catalogue(
    rows: Mapping[str, Mapping[str, object]],
    labels: Mapping[str, Mapping[str, str]],
    words: Mapping[str, pd.DataFrame],
) -> str:
    """The page with all practices; a script filters them, and without it all of them are there."""
    order = sorted(
        rows.values(),
        key=lambda each: (str(each["country"]), str(each["city"]), str(each["title"])),
    )
    cities = len({(each["country"], each["city"]) for each in order})
    intro = (
        f"{len(order)} practices from {cities} cities, in the order of countries. They are illustrations that the team of this "
        "repository chose and looked up, and not a selection by UCLG. A practice is here because something can be learned from it, "
        "also where its results are in doubt: doubts stand beside the results. Sources were read as stored copies, on the day that "
        "is named with each; the pages themselves may have changed since."
    )
    counts = count_by_area_and_lever(pd.DataFrame(order), words["areas"], words["levers"])
    matrix = [
        [escape(str(area)), *(str(n) if n else "none" for n in part["practices"])]
        for area, part in counts.groupby("area", sort=False)
    ]
    return (
        "\n\n".join(
            [
                "# Good practices",
                ":::{div} lead\nWhat other cities did, what came of it, and what it takes.\n:::",
                intro,
                _filters(order, labels, words["sizes"]["label"].to_list()),
                '<ul class="practices" id="practices">\n'
                + "\n".join(_card(each, labels) for each in order)
                + "\n</ul>",
                "## Which lever for which area",
                "How many practices are on record here. *None* means that none was looked up, not that no city has one.",
                table(["Area", *(escape(each) for each in labels["lever"].values())], matrix),
                "What the levers mean:",
                "\n".join(
                    f"- **{escape(row['label'])}:** {escape(row['meaning'])}"
                    for row in words["levers"].to_dict("records")
                ),
            ]
        )
        + "\n"
    )


def _filters(
    order: Sequence[Mapping[str, object]],
    labels: Mapping[str, Mapping[str, str]],
    sizes: Sequence[str],
) -> str:
    """Four choices and a way back; hidden until the script is there to work them."""
    present = {
        "area": {each for row in order for each in str(row["areas"]).split()},
        "lever": {each for row in order for each in str(row["levers"]).split()},
    }
    regions = sorted({str(row["region"]) for row in order})
    known = {str(row["size"]) for row in order}
    options = {
        **{
            key: [(word, label) for word, label in labels[key].items() if word in present[key]]
            for key in present
        },
        "region": [(each, each) for each in regions],
        "size": [(each, each) for each in sizes if each in known]
        + ([(NO_SIZE, NO_SIZE)] if "" in known else []),
    }
    fields = "\n".join(
        f'<label>{title}\n<select name="{key}">\n<option value="">all</option>\n'
        + "\n".join(
            f'<option value="{escape_html(word)}">{escape_html(label)}</option>'
            for word, label in options[key]
        )
        + "\n</select></label>"
        for key, title in FILTERS.items()
    )
    return (
        f'<form class="practice-filters" id="practice-filters" hidden>\n{fields}\n<button type="reset">Show all</button>\n'
        '<p role="status" id="practice-count"></p>\n</form>'
    )


def _card(row: Mapping[str, object], labels: Mapping[str, Mapping[str, str]]) -> str:
    areas = ", ".join(labels["area"][each] for each in str(row["areas"]).split())
    levers = ", ".join(labels["lever"][each] for each in str(row["levers"]).split())
    facts = {
        "area": row["areas"],
        "lever": row["levers"],
        "region": row["region"],
        "size": row["size"] or NO_SIZE,
    }
    data = " ".join(f'data-{key}="{escape_html(str(value))}"' for key, value in facts.items())
    return (
        f'<li {data}>\n<a href="{escape_html(str(row["practice"]))}.html">{escape_html(str(row["title"]))}</a>\n'
        f'<p class="where">{escape_html(str(row["city"]))}, {escape_html(str(row["country"]))}, since {row["start_year"]}</p>\n'
        f"<p>{escape_html(str(row['summary']))}</p>\n"
        f'<p class="tags">{escape_html(areas)} · {escape_html(levers)}</p>\n</li>'
    )


def practice_page(
    practice: Practice,
    rows: Mapping[str, Mapping[str, object]],
    near: Iterable[Mapping[str, str]],
    labels: Mapping[str, Mapping[str, str]],
    city: str | None = None,
) -> str:
    """The page of one practice.

    Parameters
    ----------
    practice
        What its file says.
    rows
        All practices as rows of `practices.practice_table`, by id.
    near
        Related ones: `other`, and the `areas` and `levers` that both have.
    labels
        Names of areas and levers.
    city
        The page of its city, if that has one.
    """
    number = {key: index for index, key in enumerate(practice.sources, start=1)}
    parts = [
        f"# {escape(practice.title)}",
        f":::{{div}} lead\n{escape(practice.summary)}\n:::",
        _facts(practice, rows[practice.id], labels, number, city),
        "## What was done",
        "\n".join(
            f"- {escape(each.text)} {_marks(practice, each.sources, number)}"
            for each in practice.done
        ),
        "## What came of it",
        "\n".join(
            f"- {escape(each.text)} {_marks(practice, each.sources, number)}"
            + (f"\n\n  **Doubt:** {escape(each.doubt)}" if each.doubt else "")
            for each in practice.results
        ),
        "## What another city needs for it",
        "\n".join(
            f"- {escape(each.text)} "
            + (
                _marks(practice, each.sources, number)
                if each.sources
                else "*(the study team's own reading)*"
            )
            for each in practice.needs
        ),
        *_related(rows, near, labels),
        "## Sources",
        "Read as stored copies on the day named; the pages may have changed since.",
        "\n\n".join(
            f"({_anchor(practice, number[key])})=\n**{number[key]}.** {escape(each.title)}. {escape(each.publisher)}. "
            f"{link(each.address)}, read {each.read.isoformat()}."
            for key, each in practice.sources.items()
        ),
        "[All good practices](index.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _facts(
    practice: Practice,
    row: Mapping[str, object],
    labels: Mapping[str, Mapping[str, str]],
    number: Mapping[str, int],
    city: str | None,
) -> str:
    until = f" to {practice.end_year}" if practice.end_year else ""
    people = practice.population
    inhabitants = (
        f"{people.value:,} ({people.year}) {_marks(practice, [people.source], number)}"
        if people
        else "not known from the sources"
    )
    where = f"[{escape(practice.city)}](</{city}>)" if city else escape(practice.city)
    lines = [
        f"- **Where:** {where}, {escape(str(row['country']))} ({escape(str(row['region']))})",
        f"- **Inhabitants:** {inhabitants}",
        f"- **Areas:** {escape(listed(labels['area'][each] for each in practice.areas))}",
        f"- **Levers:** {escape(listed(labels['lever'][each].lower() for each in practice.levers))}",
        f"- **Since:** {practice.start_year}{until}",
        f"- **Today:** {STATUS[practice.status.value]}",
    ]
    if practice.sdgs:
        goals = listed(map(str, practice.sdgs))
        lines.append(f"- **Sustainable Development Goals:** {goals} (assigned by the study team)")
    return "\n".join(lines)


def _marks(practice: Practice, sources: Iterable[str], number: Mapping[str, int]) -> str:
    """Numbers that lead to the sources of a statement."""
    return " ".join(f"[\\[{number[key]}\\]](#{_anchor(practice, number[key])})" for key in sources)


def _anchor(practice: Practice, number: int) -> str:
    return f"source-{practice.id}-{number}"


def _related(
    rows: Mapping[str, Mapping[str, object]],
    near: Iterable[Mapping[str, str]],
    labels: Mapping[str, Mapping[str, str]],
) -> list[str]:
    """Other practices with what both have in common."""
    lines = []
    for each in near:
        areas = listed(labels["area"][word] for word in each["areas"].split())
        levers = listed(labels["lever"][word].lower() for word in each["levers"].split())
        row = rows[each["other"]]
        why = f"also on {areas}" + (f", with the lever {levers}" if levers else "")
        lines.append(
            f"- [{escape(str(row['title']))}](<{each['other']}.md>), {escape(str(row['city']))}: {escape(why)}"
        )
    return ["## Related practices", "\n".join(lines)] if lines else []
