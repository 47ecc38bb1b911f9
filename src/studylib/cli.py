"""The command `study`: all that the press can do, and what only this study has: the files of a new edition, and its checklist."""

from __future__ import annotations

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
def checklist(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")],
) -> None:
    """Show the steps from an empty edition to a published book, each done or open by what the files hold.

    Example: `study checklist 2027`
    """
    from studylib.checklist import as_text
    from studylib.checklist import checklist as steps

    print(as_text(edition, steps(Project.find(), edition)))


@app.command()
def form(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")],
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
    from studylib.forms.files import KINDS, read_sound, write_forms
    from studylib.questionnaire.timing import estimate_minutes

    project = Project.find()
    kinds = [part.strip() for part in kind.split(",") if part.strip()] or KINDS
    for path in write_forms(project, edition, kinds, language):
        print(f"written: {project.relative(path)}")
    print(f"about {estimate_minutes(read_sound(project, edition))} minutes to answer")


@app.command()
def report(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")],
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
def remind(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")],
) -> None:
    """Write the list of cities to remind, with language and what is open, for a mail merge; it has no addresses.

    Example: `study remind 2027`
    """
    from quire.text.words import counted
    from studylib.secretariat.reminders import write_reminders

    project = Project.find()
    path, cities = write_reminders(project, edition)
    print(f"written: {project.relative(path)}, {counted(cities, 'city', 'cities')}")


def main(arguments: list[str] | None = None) -> None:
    """Run `study`."""
    run_app(app, arguments)


if __name__ == "__main__":
    main()
