"""Key messages as cards: what stands out, the sentence, what it rests on, and a link to the page that tells more.

What is said is decided in `messages`; figures and tables are shown by `figures`.
"""

from __future__ import annotations

import pandas as pd

from quire.core.errors import StudyError
from quire.core.project import checked_slug
from quire.showing.figures import check_texts, show_markup
from quire.text.markup import escape_html


def show_cards(id: str, frame: pd.DataFrame, *, caption: str, source: str) -> None:
    """Show messages as cards and, in a run of the pipeline, keep them as `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the cards, a literal.
    frame
        As `messages.as_frame` gives it: `figure`, `message`, `basis`, `page`.
    caption
        What the messages are about, read out before them.
    source
        Whose figures these are and of which year; addresses in it become links.

    Raises
    ------
    StudyError
        If the id is not valid or shown twice in a run, a text is empty, or there is no message.
    """
    checked_slug(id, "cards", "show_cards")
    check_texts(id, caption=caption, source=source)
    if frame.empty:
        raise StudyError(
            f"there is no message in {id!r}",
            repair="show the cards only where there is something to say",
        )
    show_markup(id, cards_html(frame, caption), frame, source, plain="\n".join(frame["message"]))


def cards_html(frame: pd.DataFrame, caption: str) -> str:
    """The cards as a list of HTML without blank lines, everything escaped."""
    cards = "\n".join(_card(row) for row in frame.itertuples(index=False))
    return f'<ul class="study-cards" aria-label="{escape_html(caption)}">\n{cards}\n</ul>'


def _card(row: object) -> str:
    figure, message, basis, page = (
        escape_html(str(getattr(row, name))) for name in ("figure", "message", "basis", "page")
    )
    return (
        f'<li><p class="study-card-figure">{figure}</p><p>{message}</p>'
        f'<p class="study-card-basis">{basis}. <a href="{page}.html" aria-label="More on: {message}">More</a></p></li>'
    )
