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
    from studylib.forms.files import KINDS, write_forms

    project = Project.find()
    kinds = [part.strip() for part in kind.split(",") if part.strip()] or KINDS
    for path in write_forms(project, edition, kinds, language):
        print(f"written: {project.relative(path)}")


def main(arguments: list[str] | None = None) -> None:
    """Run `study`."""
    run_app(app, arguments)


if __name__ == "__main__":
    main()
