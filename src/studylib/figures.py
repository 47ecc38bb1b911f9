"""A figure or a table with its data, caption and source, shown to whoever runs a notebook and kept for the book.

Two forms of each: HTML for JupyterLab and MyST Markdown for the book. Drawing lives in `charts`; why SVG, in
`docs/decisions/006-figures-as-svg-in-two-forms.md`.
"""

from __future__ import annotations

import io
import sys

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from studylib.errors import StudyError
from studylib.htmltables import html_table
from studylib.markup import escape_html, escape_myst, escape_option, linked_html, linked_myst
from studylib.outputs import output_folder, show, write_new
from studylib.project import checked_slug
from studylib.svg import compact


def show_figure(id: str, figure: Figure, *, data: pd.DataFrame, caption: str, alt: str, source: str) -> None:
    """Show a figure and, in a run of the pipeline, keep it as `figures/<id>.svg` and `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the figure, a literal: lower-case letters, digits and single `-`.
    figure
        The drawing; it is closed.
    data
        The figures that are drawn, tidy.
    caption
        What it shows, as a sentence.
    alt
        What a person who cannot see it should know: kind, scope and main finding, made from the data.
    source
        Whose figures these are and of which year; addresses in it become links.

    Raises
    ------
    StudyError
        If the id is not valid, is shown twice in a run, or a text is empty or alt only repeats the caption.
    """
    checked_slug(id, "figure", "show_figure")
    check_texts(id, caption=caption, alt=alt, source=source)
    if alt.strip() == caption.strip():
        raise StudyError(f"the alt text of figure {id!r} repeats its caption", repair="say what the figure shows")
    svg = to_svg(figure, id)
    folder = output_folder()
    if folder is not None:
        write_new(folder, f"figures/{id}.svg", svg.encode())
        write_new(folder, f"figures/{id}.csv", to_csv(data))
    shown = {"text/html": _figure_html(id, svg, caption, alt, source)}
    shown["text/markdown"] = _figure_myst(id, caption, alt, source)
    show({**shown, "text/plain": f"{caption} {alt}"})


def show_table(id: str, frame: pd.DataFrame, *, caption: str, source: str) -> None:
    """Show a table and, in a run of the pipeline, keep it as `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the table, a literal.
    frame
        What is shown; the first column names the rows, the columns' names are their headers.
    caption, source
        As in `show_figure`.

    Raises
    ------
    StudyError
        If the id is not valid or shown twice in a run, or a text is empty.
    """
    checked_slug(id, "table", "show_table")
    check_texts(id, caption=caption, source=source)
    folder = output_folder()
    if folder is not None:
        write_new(folder, f"figures/{id}.csv", to_csv(frame))
    table = html_table(frame, caption)
    shown = {"text/html": f'{table}\n<p class="study-source">{linked_html(source)}</p>'}
    shown["text/markdown"] = f"{table}\n\n{_source_myst(id, source)}\n"
    show({**shown, "text/plain": f"{caption}\n{frame.to_string(index=False)}"})


def to_svg(figure: Figure, id: str) -> str:
    """A figure as SVG: the same text every time, and ids that no other figure on a page has.

    The figure is closed, also where it was made with pyplot.
    """
    target = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": id, "svg.image_inline": True}):
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    return compact(target.getvalue(), id)


def to_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8, one line feed a row, no index, missing cells empty."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def check_texts(id: str, **texts: str) -> None:
    """Refuse a figure, table or list of messages that lacks a text readers and the book need."""
    for name, text in texts.items():
        if not text.strip():
            raise StudyError(f"the {name} of {id!r} is empty", repair="write it: readers and the book need it")


def _figure_html(id: str, svg: str, caption: str, alt: str, source: str) -> str:
    drawing = svg.replace(
        "<svg ", f'<svg role="img" aria-label="{escape_html(alt)}" style="max-width: 100%; height: auto" ', 1
    )
    return (
        f'<figure id="{id}" style="margin: 0">\n{drawing.strip()}\n'
        f"<figcaption>{escape_html(caption.rstrip('.'))}. {linked_html(source)}</figcaption>\n</figure>"
    )


def _figure_myst(id: str, caption: str, alt: str, source: str) -> str:
    return (
        f"```{{figure}} figures/{id}.svg\n:alt: {escape_option(alt)}\n:class: study-figure\n\n"
        f"{escape_myst(caption)}\n\n{_source_myst(id, source)}\n```\n"
    )


def _source_myst(id: str, source: str) -> str:
    return f"{linked_myst(source)} {{download}}`Data (CSV) <figures/{id}.csv>`"
