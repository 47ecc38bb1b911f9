"""The command `study`: all that the press can do, and what only this study has: new editions and notebooks, its checklist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quire.command import make_app, run_app
from quire.core.project import Project

app = make_app("study", "The Smart Cities Study: from raw figures to a rendered book.")


@app.command()
def new(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Its id, usually the year.")],
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="YEAR", help="The year, if the id is none.", show_default=False
        ),
    ] = None,
) -> None:
    """Write the files of a new edition, with comments that say what goes where.

    Example: `study new 2027`, then `study checklist 2027`
    """
    import datetime

    from studylib.new_edition import new_edition

    project = Project.find()
    for path in new_edition(project, edition, datetime.date.today(), year):
        print(f"written: {project.relative(path)}")
    print(f"what is still to be done: study checklist {edition}")


@app.command()
def notebook(
    name: Annotated[
        str, typer.Argument(metavar="NN_NAME", help="Its number and name, such as 70_mine.")
    ],
    study: Annotated[
        bool,
        typer.Option("--study", help="It runs once for all editions, and not once for each."),
    ] = False,
) -> None:
    """Write a notebook that runs at once: a page with one figure, to be made your own.

    Examples: `study notebook 70_mine` - notebooks/edition/70_mine.ipynb, run once per edition

    `study notebook 30_beside --study` - notebooks/study/30_beside.ipynb, run once
    """
    from quire.pipeline.notebooks import Kind
    from studylib.new_notebook import new_notebook, number_twins

    project = Project.find()
    path, edition = new_notebook(project, name, Kind.STUDY if study else Kind.EDITION)
    print(f"written: {project.relative(path)}")
    for twin in number_twins(project, path):
        print(f"with the same number: {twin}; pages stand in the order of number and name")
    print("open it in JupyterLab: make lab")
    only = f"{path.stem.partition('_')[2]}{f' --edition {edition}' if edition else ''}"
    print(f"run it: study run --only {only}")
    print("see its page: study serve")


EditionArgument = Annotated[
    str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")
]


@app.command()
def intake(
    edition: EditionArgument,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Exports of survey tools.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it, and write nothing.")
    ] = False,
) -> None:
    """Take in answers of cities, and what you decided on doubts; all of it or nothing.

    Examples: `study intake 2027 kobo.csv limesurvey.csv` - in any order, and as often as you like

    `study intake 2027` - after filling in data/incoming/2027/doubts.csv
    """
    import datetime

    from studylib.intake.record import take_in
    from studylib.intake.reports import say_intake

    project, today = Project.find(), datetime.date.today()
    report = take_in(project, edition, files or [], today, dry_run=dry_run, tell=_tell)
    print(say_intake(report, edition, dry_run=dry_run))


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="What the publisher gives, also as .gz or .zip."),
    ],
    statistic: Annotated[
        str, typer.Option("--statistic", metavar="ID", help="A row of framework/statistics.csv.")
    ],
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="If the files do not say it.")
    ] = "",
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME", help="If the files do not say it.")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="What the dataset is called.")
    ] = "",
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Where it is found.")
    ] = "",
    licence: Annotated[
        str, typer.Option("--licence", metavar="TEXT", help="Terms of reuse, as stated there.")
    ] = "",
    unit: Annotated[
        str, typer.Option("--unit", metavar="UNIT", help="If the files do not say it, such as %.")
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="KEY=CODE", help="A choice among the file's figures, such as sex=T."
        ),
    ] = None,
    instead_of: Annotated[
        str,
        typer.Option("--instead-of", metavar="DATASET", help="Another dataset that gives way."),
    ] = "",
    retrieved: Annotated[
        str,
        typer.Option(
            "--retrieved", metavar="DAY", help="When you took the files [default: today]."
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it, and write nothing.")
    ] = False,
) -> None:
    """Take an official statistic in from a publisher's files; all of it or nothing.

    Reads Eurostat TSV and SDMX-CSV, SDMX-CSV of the OECD, the World Bank's CSV, and a plain table with city_code (or
    city and country, or country_code), year, value, unit and flag. Codes of places and flags become the study's;
    figures of the same dataset that stood there are replaced, and what changed is said.

    Examples: `study import estat_urb_clma.tsv.gz --statistic unemployment_rate --unit % --dry-run`

    `study import rents.csv --statistic rent_per_m2 --publisher "City of Wien" --dataset rents --address https://... --licence "CC BY 4.0"`
    """
    import datetime

    from studylib.importing.credits import Request
    from studylib.importing.reports import say_report
    from studylib.importing.taking import import_statistic, read_choices, read_day

    request = Request(
        *(statistic, publisher, dataset, title, address, licence, unit),
        retrieved=read_day(retrieved),
        only=read_choices(only or []),
        instead_of=instead_of,
    )
    project, today = Project.find(), datetime.date.today()
    report = import_statistic(project, files, request, today, dry_run=dry_run)
    print(say_report(report, dry_run=dry_run))


@app.command()
def close(edition: EditionArgument) -> None:
    """Fix which answers count, and write what may be public of them; the reasons, if it cannot be done.

    Example: `study close 2027`
    """
    from studylib.intake.closing import close as close_edition
    from studylib.intake.reports import say_closed

    print(say_closed(close_edition(Project.find(), edition)))


@app.command()
def forget(
    edition: EditionArgument,
    city: Annotated[str, typer.Argument(metavar="CITY", help="Its key or its name.")],
) -> None:
    """Take every trace of a city out of an edition: answers, decisions, and what was published of it.

    Example: `study forget 2027 alpha`
    """
    import datetime

    from studylib.intake.forgetting import forget as forget_city
    from studylib.intake.reports import say_forgotten

    gone = forget_city(Project.find(), edition, city, datetime.date.today())
    print(say_forgotten(gone, edition))


@app.command()
def checklist(edition: EditionArgument) -> None:
    """Show the steps from an empty edition to a published book, each done or open by what the files hold.

    Example: `study checklist 2027`
    """
    from studylib.checklist import as_text
    from studylib.checklist import checklist as steps

    print(as_text(edition, steps(Project.find(), edition)))


@app.command()
def form(
    edition: EditionArgument,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KINDS",
            help="Some of xlsx, limesurvey, sheet, docx, pdf, ddi, with commas [default: all].",
            show_default=False,
        ),
    ] = "",
    language: Annotated[
        str,
        typer.Option(
            "--language",
            metavar="CODE",
            help="Of forms in one language, such as es [default: each that the questionnaire has].",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Write the questionnaire as forms: for KoBoToolbox and ODK, LimeSurvey, as a sheet, for Word, as PDF, and as a DDI Codebook.

    Example: `study form 2027 --kind sheet,docx --language es`
    """
    from studylib.forms.files import KINDS, write_forms

    project = Project.find()
    kinds = [part.strip() for part in kind.split(",") if part.strip()] or KINDS
    paths, minutes = write_forms(project, edition, kinds, language)
    for path in paths:
        print(f"written: {project.relative(path)}")
    print(f"to answer it takes about {minutes} minutes")


@app.command()
def report(
    edition: EditionArgument,
    half_year: Annotated[
        str,
        typer.Option(
            "--half-year",
            metavar="YEAR-HALF",
            help="Such as 2027-1 [default: that of the day the edition's files speak of].",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Write the report of a half-year to the World Secretariat, as Word file and PDF, and name what it lacks.

    Example: `study report 2027 --half-year 2027-1`
    """
    from studylib.secretariat.half_years import read_half_year
    from studylib.secretariat.report import write_report

    project = Project.find()
    chosen = read_half_year(half_year) if half_year else None
    paths, missing = write_report(project, edition, chosen)
    for path in paths:
        print(f"written: {project.relative(path)}")
    for line in missing:
        print(f"missing: {line}")


@app.command()
def remind(edition: EditionArgument) -> None:
    """Write the list of cities to remind, with language and what is open, for a mail merge; it has no addresses.

    Example: `study remind 2027`
    """
    from quire.text.words import counted
    from studylib.secretariat.reminders import write_reminders

    project = Project.find()
    path, cities = write_reminders(project, edition)
    print(f"written: {project.relative(path)}, {counted(cities, 'city', 'cities')}")


def _tell(said: str) -> None:
    print(said, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run `study`."""
    run_app(app, arguments)


if __name__ == "__main__":
    main()
