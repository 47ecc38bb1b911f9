"""Key messages as cards: escaped, kept with their data, with a link each."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from quire.core.errors import StudyError
from quire.showing import outputs
from quire.showing.cards import cards_html, show_cards
from quire.showing.figures import show_table
from quire.text.cells import Link

FRAME = pd.DataFrame(
    {"figure": ["7 %"], "message": ["A <b> & more."], "basis": ["3 cities"], "page": ["situation"]}
)


def test_words_from_data_are_escaped_and_each_card_has_its_link() -> None:
    said = cards_html(FRAME.itertuples(), 'Messages of "2004"')
    assert '<ul class="study-cards" aria-label="Messages of &#34;2004&#34;">' in said
    assert "<p>A &lt;b&gt; &amp; more.</p>" in said
    assert '<a href="situation.html" aria-label="More on: A &lt;b&gt; &amp; more.">More</a>' in said
    assert "\n\n" not in said


def test_whose_finding_it_is_stands_with_what_stands_out() -> None:
    owned = cards_html(FRAME.assign(whose="Towns <b>").itertuples(), "Messages")
    assert '<p class="study-card-figure">7 % <small>Towns &lt;b&gt;</small></p>' in owned
    assert "<small>" not in cards_html(FRAME.itertuples(), "Messages")


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


def test_in_a_notebook_no_link_leads_to_a_page_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr(outputs, "display", lambda forms, **_: shown.append(forms))
    show_cards("messages", FRAME, caption="Messages", source="Invented, https://example.org")
    frame = pd.DataFrame({"Practice": [Link("A", "../a.html")], "Cities": [3], "Kind": ["b"]})
    show_table("practices", frame, caption="Practices", source="Invented as well")
    cards, table = shown
    assert re.findall('href="(.*?)"', cards["text/html"]) == ["https://example.org"]
    assert "3 cities.</p>" in cards["text/html"]
    assert '<a href="situation.html" aria-label="More on: ' in cards["text/markdown"]
    left = ' style="text-align: left"'
    assert (
        f'<th scope="row"{left}>A</th><td class="number">3</td><td{left}>b</td>'
        in table["text/html"]
    )
    assert '<th scope="row"><a href="../a.html">A</a></th>' in table["text/markdown"]
    assert left not in table["text/markdown"]
