"""What is said of area scores and of the choices behind them."""

from __future__ import annotations

from studylib.findings.area_findings import choices_table


def test_choices_are_told_in_words_and_not_in_names_of_the_code() -> None:
    table = choices_table(
        [
            ("sampling", ("draw 1", "draw 2")),
            ("treatment", ("none", "up to 5 points")),
            ("normalisation", ("goalposts 0, 100", "zscore 100, 10")),
            ("another", ("this", "that")),
        ]
    )
    assert table["What is chosen"].to_list()[0] == "which residents were asked"
    assert table["What is chosen"].to_list()[1] == "what is done about outliers"
    assert table["Options"].to_list() == [
        "2 samples as they might have come out",
        "not at all; up to 5 points",
        "as they are, from 0 to 100; by mean and standard deviation, 100 and 10",
        "this; that",
    ]
