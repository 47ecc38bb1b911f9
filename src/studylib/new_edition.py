"""The files of a new edition, with comments that say what goes where; what must stand in them is checked by `raw`.

How far an edition has come is told by `checklist`.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from quire.core.errors import StudyError
from quire.core.folders import write_together
from quire.core.project import Project, checked_slug, recover
from quire.pipeline.contract import RESERVED
from quire.tables.csvfiles import read_records
from quire.tables.schemas import read_schemas
from studylib.data.editions import list_editions
from studylib.data.fieldwork_files import ANSWERS, CITIES, FOLDER, INCOMING
from studylib.questionnaire.starter import make_starter

YEAR = re.compile(r"20\d\d|21\d\d")
UNDECIDED = "Not decided yet"
"""What stands for a subject until there is one."""

TOPIC = "The edition"

TEMPLATE = """\
# All that makes this edition. `study check` names every key that is wrong; `study checklist {id}` says what is still to be done.
# What each key means: src/studylib/data/editions.py. The same story, told at length: CONTRIBUTING.md.

year: {year}
title: "Smart Cities Study {year}"
subject: {subject}            # a few words; the pages show them as they stand here
topic: {topic}               # a word or two: titles of pages begin with them, as in "Governance in 2019"

# recorded: it is known to exist; in preparation: cities are being asked; closed: its answers are fixed, for the internal book only;
# published: its pages are in the book
status: in preparation

# Areas in focus, of data/raw/framework/areas.csv. Keep those of this edition, in the order of the pages.
areas: [{areas}]

# The survey wave whose figures stand beside the edition, a row of data/raw/framework/waves.csv; null if none does.
# A new wave brings rows in waves.csv, surveys.csv, survey_places.csv, perception.csv, comparability.csv and, if it has them, items.csv,
# codebook.csv, tree.csv and cities.csv.
wave: null
statistics_max_age_years: 3    # how much older than the survey an official statistic beside it may be

# UCLG's own study: how many cities took part and who says so. Null while it is not known; never a guess.
participants:
  cities: null
  countries: null
  note: ""
  source: null                 # the address that says so

# Parameters of the notebooks. Change one, and what depends on it is run anew.
choices:
{choices}

# Addresses at which the edition is recorded; at least one before it is published.
sources: []

# How far it has come. The questionnaire: data/raw/preparation/{id}/, written as docs/questionnaire.md says. The cities invited and
# what they answered: data/incoming/{id}/, which is not under version control.
#   cities.csv     {cities}
#   activities.csv, dissemination.csv   what the report to the World Secretariat is made of: study report {id}
# Dates are written YYYY-MM-DD. What is not known stays empty.
preparation:
  as_of: {today}            # the day these files speak of; what is late is judged against it
  calendar:                    # in the order in which the steps are due; done is a date, or null while it is not
    - {{step: Files of the edition made, due: {today}, done: {today}}}
    # - {{step: Questionnaire agreed, due: {year}-03-01, done: null}}
    # - {{step: Cities invited, due: {year}-04-01, done: null}}
    # - {{step: Answers in, due: {year}-06-30, done: null}}
    # - {{step: Book published, due: {year}-11-01, done: null}}
"""


def new_edition(
    project: Project, edition: str, today: datetime.date, year: int | None = None
) -> list[Path]:
    """Write the files of an edition in preparation, none of which may be there yet.

    Parameters
    ----------
    project
        The checkout.
    edition
        The id: part of paths and addresses, usually the year.
    today
        The day that the files speak of at first.
    year
        The year UCLG names it by; the id if it is one.

    Returns
    -------
    list
        The files: the edition's own, a questionnaire to start from, and the tables that the secretariat keeps.

    Raises
    ------
    StudyError
        If the id is not valid or taken, or the year is not known. Nothing was written then.
    """
    checked_slug(edition, "edition", "study new")
    if edition in RESERVED:
        what = f"{edition!r} is the name of {RESERVED[edition]}"
        raise StudyError(what, where="study new", repair="use the year")
    if year is None and not YEAR.fullmatch(edition):
        raise StudyError(
            f"the id {edition!r} tells no year", where="study new", repair="say it: --year 2027"
        )
    year = year or int(edition)
    schemas = read_schemas(project).below(INCOMING)
    heads = {name: list(one.columns) for name, one in schemas.items() if name != ANSWERS}
    own = _text(project, edition, today, year, heads[CITIES])
    own_path = project.raw / "editions" / f"{edition}.yml"
    files: dict[Path, bytes] = {}
    for name, columns in heads.items():
        files[project.incoming / edition / f"{name}.csv"] = f"{','.join(columns)}\n".encode()
    for name, data in make_starter(project, edition, year).items():
        files[project.raw / FOLDER / edition / name] = data
    # last: with it there is an edition, and what stands without it a kill has left
    files |= {own_path: own.encode()}
    there = [
        project.relative(path)
        for path, data in files.items()
        if path.exists() and (path == own_path or path.read_bytes() != data)
    ]
    if there:
        what = f"edition {edition!r} is there already: {', '.join(there)}"
        go_on = f"go on with it: study checklist {edition}"
        repair = go_on if own_path.exists() else "move these files away, or choose another id"
        raise StudyError(what, where="study new", repair=repair)
    recover(project)
    write_together(files)
    return sorted(files)


def _text(
    project: Project, edition: str, today: datetime.date, year: int, columns: list[str]
) -> str:
    """The edition's own file, with the areas there are and the choices of the latest edition."""
    rows = read_records((project.raw / "framework" / "areas.csv").read_bytes())
    areas = ", ".join(row["area"] for row in rows)
    return TEMPLATE.format(
        id=edition,
        year=year,
        subject=UNDECIDED,
        topic=TOPIC,
        areas=areas,
        choices=_choices(project),
        today=today.isoformat(),
        cities=", ".join(columns),
    )


def _choices(project: Project) -> str:
    import yaml

    choices = next((each.choices for each in reversed(list_editions(project)) if each.choices), {})
    text = yaml.safe_dump(dict(choices), sort_keys=False, allow_unicode=True).rstrip()
    return "\n".join(f"  {line}" for line in text.splitlines())
