"""Key messages as cards: what stands out, whose finding it is, the sentence, what it rests on, and a link to more.

What is said is decided in `messages`; figures and tables are shown by `figures`.
"""

from __future__ import annotations

from collections.abc import Iterable

import jinja2
import pandas as pd
from markupsafe import Markup

from quire.core.errors import StudyError
from quire.core.project import checked_slug
from quire.showing.figures import check_texts, show_markup
from quire.text.languages import said
from quire.text.markup import said_line
from quire.text.messages import Message, _

TEMPLATE = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(
    """<ul class="study-cards" aria-label="{{ caption }}">
{% for one in messages %}
<li><p class="study-card-figure">{{ say(one.figure) }}{% if one.whose %} <small>{{ say(one.whose) }}</small>{% endif %}</p>
{#- #}<p>{{ say(one.message) }}</p>
{#- #}<p class="study-card-basis">{{ say(one.basis) }}. <a href="{{ one.page }}.html" aria-label="{{ say(more_on(one.message)) }}">
{#- #}{{ say(more) }}</a></p></li>
{% endfor %}
</ul>"""
)
"""Text in the module, so that a change of it makes runs stale."""


def show_cards(id: str, frame: pd.DataFrame, *, caption: str, source: str) -> None:
    """Show messages as cards and, in a run of the pipeline, keep them as `figures/<id>.csv`.

    Parameters
    ----------
    id
        Name of the cards, a literal.
    frame
        `figure`, `message`, `basis`, `page`, and perhaps `whose`.
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
    show_markup(
        id,
        cards_html(frame.itertuples(index=False), caption),
        frame,
        caption,
        source,
        plain="\n".join(frame["message"]),
    )


def cards_html(messages: Iterable[object], caption: str) -> Markup:
    """The cards as a list of HTML without blank lines, everything escaped.

    Parameters
    ----------
    messages
        Rows or records with `figure`, `message`, `basis` and `page`, and perhaps `whose`.
    caption
        What the messages are about.
    """
    words = {"say": said, "more": _("More"), "more_on": _more_on}
    return Markup(TEMPLATE.render(messages=messages, caption=said_line(caption), **words))  # noqa: S704


def _more_on(message: str) -> Message:
    return _("More on: {message}", message=message)
