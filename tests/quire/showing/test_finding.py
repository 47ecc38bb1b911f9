"""A finding shows sentence, figure and table in order, keeps them, and gives its data to whoever wants to draw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from quire.core.errors import StudyError
from quire.showing import outputs, values
from quire.showing.findings import Drawing, Finding, Heading, Opening, Table, show_sections
from quire.showing.values import Statement

FRAME = pd.DataFrame({"city": ["A", "B"], "share_pct": [40.0, 60.0]})


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What was displayed, in a run that keeps its outputs in a folder."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(outputs, "display", lambda forms, metadata, raw: seen.append(forms))
    monkeypatch.setattr(values, "_stated", {})
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path))
    return seen


def drawing(data: pd.DataFrame) -> Drawing:
    texts = {
        "title": "Shares",
        "subtitle": "Two cities, 2001",
        "caption": "A dot a city",
        "alt": "Two dots",
        "source": "A survey",
    }
    return Drawing("dots", Figure, data, **texts)


def test_parts_are_shown_and_kept_in_their_order(
    shown: list[dict[str, Any]], tmp_path: Path
) -> None:
    finding = Finding(
        Statement("n", 2, "Two cities.", origin="cities"),
        Statement("m", 50.0, "Their mean is 50.", origin="answers"),
        drawing(FRAME),
        None,
        Statement("k", 1, "One more thing.", origin="answers"),
        Table("table", FRAME, "All shares", "A survey"),
    )
    finding.show()
    plain = [forms["text/plain"] for forms in shown]
    assert plain[0] == "Two cities. Their mean is 50."
    assert [text.split()[0] for text in plain[1:]] == ["Shares.", "One", "All"]
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "dots.csv",
        "dots.svg",
        "table.csv",
    ]
    kept = json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))
    assert {name: kept[name]["value"] for name in kept} == {"n": 2, "m": 50.0, "k": 1}


def test_what_has_no_data_is_left_out_and_its_sentence_stays(
    shown: list[dict[str, Any]], tmp_path: Path
) -> None:
    finding = Finding(Statement("n", 0, "No city.", origin="cities"), drawing(FRAME.head(0)))
    finding.show()
    assert [forms["text/plain"] for forms in shown] == ["No city."]
    assert not (tmp_path / "figures").exists()


def test_its_data_and_a_fresh_drawing_are_there_for_whoever_wants_them() -> None:
    finding = Finding(Statement("n", 2, "Two cities.", origin="cities"), drawing(FRAME))
    assert finding.frame is FRAME
    assert finding.draw() is not finding.draw()
    assert finding.sentence == "Two cities."
    assert Finding(Statement("n", 8716, origin="cities")).sentence == "8,716"
    with pytest.raises(StudyError, match="no figure"):
        Finding(*finding.statements).draw()
    with pytest.raises(StudyError, match="no table"):
        _ = Finding(*finding.statements).frame


def test_a_heading_parts_what_is_said_and_is_no_data(shown: list[dict[str, Any]]) -> None:
    one, two = (Statement(name, 1, f"Of {name}.", origin="cities") for name in "ab")
    finding = Finding(one, Heading("Parks & *trees*", level=3), two)
    finding.show()
    assert [forms["text/plain"] for forms in shown] == ["Of a.", "Parks & *trees*", "Of b."]
    assert shown[1]["text/html"] == "<h3>Parks &amp; *trees*</h3>"
    assert shown[1]["text/markdown"] == r"### Parks \& \*trees\*"
    assert finding.sentence == "Of a. Of b."
    with pytest.raises(StudyError, match="no table"):
        _ = finding.frame


def test_a_table_that_folds_away_shows_its_summary_alone(shown: list[dict[str, Any]]) -> None:
    Table("table", FRAME, "All shares", "A survey", fold="By <city>").show()
    (forms,) = shown
    for form in ("text/html", "text/markdown"):
        assert forms[form].startswith(
            '<details class="study-more"><summary>By &lt;city&gt;</summary>\n<div'
        )
        assert forms[form].endswith("\n</details>\n")


def test_what_a_page_opens_with_is_a_block_and_its_values_are_kept(
    shown: list[dict[str, Any]], tmp_path: Path
) -> None:
    opening = Opening(
        Statement("n", 2, "Two <cities>.", origin="cities"), Statement("k", 0, "", origin="none")
    )
    finding = Finding(opening, Statement("m", 50.0, "Their mean is 50.", origin="answers"))
    finding.show()
    assert shown[0]["text/html"] == '<div class="study-opening"><p>Two &lt;cities&gt;.</p></div>'
    assert shown[0]["text/markdown"].startswith('<div class="study-opening">\n\nTwo ')
    assert "study-opening" not in shown[1]["text/html"]
    assert finding.sentence == "Two <cities>. Their mean is 50."
    assert sorted(json.loads((tmp_path / "values.json").read_bytes())) == ["k", "m", "n"]


def test_parts_without_data_stand_together_below_those_that_have_some(
    shown: list[dict[str, Any]],
) -> None:
    show_sections(
        "What nobody asked",
        first=("First", Finding(Statement("a", None, "Nobody asked.", origin="answers"))),
        second=(
            "Second",
            Finding(
                Statement("b", None, "Nobody asked.", origin="answers"), drawing(FRAME.head(0))
            ),
        ),
        third=("Third", Finding(drawing(FRAME))),
    )
    plain = [forms["text/plain"].split(".")[0] for forms in shown]
    assert plain == ["Third", "Shares", "What nobody asked", "Nobody asked"]
    # said once, and both values are kept
    assert shown[-1]["text/plain"] == "Nobody asked."
    assert sorted(values._stated) == ["a", "b"]


def test_where_every_part_has_data_nothing_is_said_of_others(shown: list[dict[str, Any]]) -> None:
    show_sections("What nobody asked", only=("Only", Finding(drawing(FRAME))))
    assert [forms["text/plain"].split(".")[0] for forms in shown] == ["Only", "Shares"]
