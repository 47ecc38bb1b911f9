"""A figure or a table with its data, caption and source, shown to whoever runs a notebook and kept for the book.

Two forms of each: HTML for JupyterLab and MyST Markdown for the book. Drawing lives in `charts`; why SVG, in
`docs/decisions/006-figures-as-svg-in-two-forms.md`.
"""

from __future__ import annotations

import base64
import importlib
import io
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from quire.core.errors import StudyError
from quire.core.project import Project, checked_slug
from quire.languages.drawn import drawing_in, drawing_languages, keep_asked
from quire.showing.outputs import output_folder, show, write_new
from quire.showing.picking import block_of_dots
from quire.showing.screens import on_screen
from quire.showing.svg import compact
from quire.tables.csvfiles import to_csv
from quire.text.htmltables import html_table
from quire.text.markup import (
    escape_html,
    escape_myst,
    escape_option,
    linked_html,
    linked_myst,
    one_line,
)
from quire.text.messages import _
from quire.text.typefaces import MISSING, load_families, name_scripts
from quire.text.words import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST_TABLE = 300_000
"""Signs of a table as HTML: three of them still make a page of less than a megabyte."""


def show_figure(
    id: str,
    figure: Figure | Callable[[], Figure],
    *,
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    caption: str,
    alt: str,
    source: str,
) -> None:
    """Show a figure and, in a run of the pipeline, keep it as `figures/<id>.svg` and `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the figure, a literal: lower-case letters, digits and single `-`.
    figure
        The drawing, which is closed; or what makes it, so that a run keeps it in each language of the study as well, as
        `figures/<language>/<id>.svg`.
    data
        The figures that are drawn, tidy.
    title
        What it shows, with its number: the finding, in one sentence without a full stop; stands above it.
    subtitle
        What is drawn, where, when and of how many; stands below the title.
    caption
        How to read it, in a sentence or two: what a dot, a line, a colour is.
    alt
        What a person who cannot see it should know: kind, scope and main finding, made from the data.
    source
        Whose figures these are and of which year; addresses in it become links.

    Raises
    ------
    StudyError
        If the id is not valid or is shown twice in a run, if there are no figures, if a text is empty or repeats
        another, or if something is of another kind.
    """
    checked_slug(id, "figure", "show_figure")
    check_texts(id, title=title, subtitle=subtitle, caption=caption, alt=alt, source=source)
    check_frame(id, data)
    is_drawing = hasattr(figure, "savefig") and not isinstance(figure, type)
    draw = figure if callable(figure) and not is_drawing else None
    drawing = cast("Figure", draw() if draw else figure)
    check_drawing(id, drawing)
    if data.empty:
        raise StudyError(
            f"figure {id!r} has no data", repair="show it only where there are figures"
        )
    dots = block_of_dots(drawing, id)
    missing: set[str] = set()
    svg = to_svg(drawing, id, missing)
    if missing:
        boxes = _(
            "The drawing has boxes in place of letters of {scripts}, for which there is no typeface; its data have them.",
            scripts=listed(name_scripts(missing)),
        )
        caption = f"{_sentence(caption)} {boxes}"
    folder = output_folder()
    if folder is None:
        _warn_of_columns(id, data)
    else:
        write_new(folder, f"figures/{id}.svg", svg.encode())
        write_new(folder, f"figures/{id}.csv", to_csv(data))
    more = {} if folder is None else _draw_again(folder, id, draw)
    shown = {"text/html": _figure_html(id, svg, title, subtitle, caption, alt, source)}
    shown["text/markdown"] = figure_myst(id, title, subtitle, caption, alt, source) + dots
    show(
        {**shown, "text/plain": f"{_sentence(title)} {_sentence(subtitle)} {alt}"},
        figure=id,
        title=title,
        subtitle=subtitle,
        caption=caption,
        alt=alt,
        source=source,
        dots={"": dots, **more},
    )


def _draw_again(folder: Path, id: str, draw: Callable[[], Figure] | None) -> dict[str, str]:
    """Keep a drawing in the other languages of the study, if it can be made again; the blocks of its dots come back, by language."""
    dots: dict[str, str] = {}
    if draw is not None:
        for language in drawing_languages():
            with drawing_in(language):
                figure = draw()
                dots[language.id] = block_of_dots(figure, id)
                write_new(folder, f"figures/{language.id}/{id}.svg", to_svg(figure, id).encode())
    keep_asked(folder)
    return dots


def show_table(id: str, frame: pd.DataFrame, *, caption: str, source: str, fold: str = "") -> None:
    """Show a table and, in a run of the pipeline, keep it as `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the table, a literal.
    frame
        What is shown; the first column names the rows, the columns' names are their headers. Of a table that no page could carry
        the first rows are shown, and all are kept.
    caption, source
        As in `show_figure`.
    fold
        If given, all that is seen until it is opened.

    Raises
    ------
    StudyError
        If the id is not valid or shown twice in a run, or a text is empty.
    """
    checked_slug(id, "table", "show_table")
    check_texts(id, caption=caption, source=source)
    check_frame(id, frame)
    show_markup(
        id,
        _fit_table(frame, caption),
        frame,
        caption,
        source,
        plain=f"{caption}\n{frame.to_string(index=False)}",
        fold=fold,
    )


def _fit_table(frame: pd.DataFrame, caption: str) -> str:
    """A table as HTML: as many of its rows as a page can carry, and how many there are if these are not all."""
    markup, every = str(html_table(frame, caption)), len(frame)
    if len(markup) <= LONGEST_TABLE or every == 1:
        return markup
    # other rows may be shorter: the first ones have their share, if all were alike
    n = max(every * LONGEST_TABLE // len(markup), 1)
    said = _("The first {n} of {all} rows. The data have all of them.", n=n, all=every)
    return f'{html_table(frame.head(n), caption)}\n<p class="study-source">{escape_html(said)}</p>'


def show_markup(
    id: str,
    markup: str,
    data: pd.DataFrame,
    title: str,
    source: str,
    *,
    plain: str,
    fold: str = "",
) -> None:
    """Show a block of HTML with its source line and, in a run of the pipeline, keep its data as `figures/<id>.csv`."""
    folder = output_folder()
    if folder is not None:
        write_new(folder, f"figures/{id}.csv", to_csv(data))
    start, end = _fold(fold)
    source_html = f'<p class="study-source">{linked_html(source)}</p>'
    shown = {"text/html": f"{start}{on_screen(markup)}\n{source_html}{end}"}
    shown["text/markdown"] = f"{start}{markup}\n\n{source_myst(id, source)}\n{end}"
    show({**shown, "text/plain": plain}, table=id, title=title, source=source)


def to_svg(figure: Figure, id: str, missing: set[str] | None = None) -> str:
    """A figure as SVG: the same text every time, and ids that no other figure on a page has.

    The figure is closed, also where it was made with pyplot. Its letters may be of any script: what its own typeface lacks is taken from
    `load_families`, and what these lack is put into `missing`.
    """
    # only here, since whoever makes pages draws nothing
    import matplotlib as mpl
    from matplotlib.text import Text

    target = io.StringIO()
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_fontfamily([*dict.fromkeys([*text.get_fontfamily(), *load_families()])])
    rc = {"svg.fonttype": "path", "svg.hashsalt": id, "svg.image_inline": True}
    with mpl.rc_context(cast(Any, rc)), warnings.catch_warnings(record=True) as warned:
        warnings.filterwarnings("always", MISSING)
        figure.savefig(
            target,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    for warning in warned:
        lacking = re.match(MISSING, str(warning.message))
        if not lacking:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
        elif missing is not None:
            missing.add(chr(int(lacking["sign"])))
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    return compact(target.getvalue(), id)


def check_texts(id: str, **texts: str) -> None:
    """Refuse a figure, table or list of messages that lacks a text readers and the book need, or has one twice."""
    said: dict[str, str] = {}
    for name, text in texts.items():
        plain = one_line(text).rstrip(".").casefold()
        if not plain:
            raise StudyError(
                f"the {name} of {id!r} is empty", repair="write it: readers and the book need it"
            )
        if plain in said:
            raise StudyError(
                f"the {name} of {id!r} repeats its {said[plain]}",
                repair="say what the other does not",
            )
        said[plain] = name


def check_frame(id: str, frame: object) -> None:
    """Refuse data that are no frame: a series would be kept without the names of its rows."""
    if not isinstance(frame, pd.DataFrame):
        raise StudyError(
            f"the data of {id!r} are a {type(frame).__name__}, and not a data frame",
            repair="of a series make one with .reset_index(); take columns of a frame as frame[[...]]",
        )


def check_drawing(id: str, figure: object) -> None:
    """Refuse a drawing that is no figure of Matplotlib, such as its axes."""
    if not hasattr(figure, "savefig"):
        raise StudyError(
            f"the drawing of {id!r} is of the kind {type(figure).__name__}, and not a Figure",
            repair="hand the figure over, of axes it is axes.figure",
        )


def _warn_of_columns(id: str, data: pd.DataFrame) -> None:
    """By hand, tell of columns that nobody has described: they would fail a run."""
    # by its name: it changes nothing that is shown, and so is part of no run's key
    schemas = importlib.import_module("quire.tables.schemas")
    try:
        words = schemas.read_dictionary(Project.of_notebook())
    except StudyError:
        return
    columns = {f"figure {id!r}": map(str, data.columns)}
    if words is not None and (said := schemas.say_undescribed(words, columns)):
        sys.stderr.write(f"{said[0]}\n  repair: {said[1]}\n")


def _figure_html(
    id: str, svg: str, title: str, subtitle: str, caption: str, alt: str, source: str
) -> str:
    """The drawing is a picture: of a notebook that is not trusted JupyterLab takes out SVG that stands in the HTML itself."""
    picture = base64.b64encode(svg.encode()).decode()
    return (
        f'<figure id="{id}" style="margin: 0">\n<p class="study-figure-title"><strong>{escape_html(title)}</strong></p>\n'
        f'<p class="study-figure-subtitle">{escape_html(subtitle)}</p>\n'
        f'<img alt="{escape_html(alt)}" style="max-width: 100%; height: auto" src="data:image/svg+xml;base64,{picture}"/>\n'
        f"<figcaption>{escape_html(_sentence(caption))} {linked_html(source)}</figcaption>\n</figure>"
    )


def figure_myst(id: str, title: str, subtitle: str, caption: str, alt: str, source: str) -> str:
    """A figure for the book. Title and subtitle are what MyST calls the caption; the book's style puts them above the drawing."""
    lines = (("study-figure-title", title), ("study-figure-subtitle", subtitle))
    head = " ".join(f'<span class="{look}">{escape_myst(text)}</span>' for look, text in lines)
    return (
        f"```{{figure}} figures/{id}.svg\n:alt: {escape_option(alt)}\n:figclass: study-figure\n\n"
        f"{head}\n\n{escape_myst(_sentence(caption))}\n\n{source_myst(id, source)}\n```\n"
    )


def _sentence(text: str) -> str:
    plain = text.strip()
    return plain if plain.endswith((".", "?", "!")) else f"{plain}."


def _fold(summary: str) -> tuple[str, str]:
    """What stands before and after a part of a page that folds away; nothing without a summary."""
    if not summary:
        return "", ""
    head = f"<summary>{escape_html(summary)}</summary>"
    return f'<details class="study-more">{head}\n', "\n</details>\n"


def source_myst(id: str, source: str) -> str:
    """The line of a figure or table that names its source and leads to its data."""
    return f"{linked_myst(source)} {{download}}`Data (CSV) <figures/{id}.csv>`"
