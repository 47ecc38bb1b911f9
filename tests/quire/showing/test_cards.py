"""Key messages as cards: escaped, kept with their data, with a link each."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from quire.core.errors import StudyError
from quire.showing.cards import cards_html, show_cards

FRAME = pd.DataFrame(
    {"figure": ["7 %"], "message": ["A <b> & more."], "basis": ["3 cities"], "page": ["situation"]}
)


def test_words_from_data_are_escaped_and_each_card_has_its_link() -> None:
    said = cards_html(FRAME.itertuples(), 'Messages of "2004"')
    assert '<ul class="study-cards" aria-label="Messages of &#34;2004&#34;">' in said
    assert "<p>A &lt;b&gt; &amp; more.</p>" in said
    assert '<a href="situation.html" aria-label="More on: A &lt;b&gt; &amp; more.">More</a>' in said
    assert "\n\n" not in said


def test_they_are_kept_as_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDY_OUTPUT", str(tmp_path))
    show_cards("messages", FRAME, caption="Messages", source="Invented")
    assert (tmp_path / "figures/messages.csv").read_text("utf-8").splitlines()[
        0
    ] == "figure,message,basis,page"
    with pytest.raises(StudyError, match="written twice"):
        show_cards("messages", FRAME, caption="Messages", source="Invented")


@pytest.mark.parametrize(
    ("id", "frame", "caption", "said"),
    [
        ("A/b", FRAME, "x", "no valid id"),
        ("a", FRAME, " ", "caption"),
        ("a", FRAME.head(0), "x", "no message"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    id: str, frame: pd.DataFrame, caption: str, said: str
) -> None:
    with pytest.raises(StudyError, match=said):
        show_cards(id, frame, caption=caption, source="Invented")
