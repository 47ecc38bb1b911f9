"""Key messages claim no more than their intervals support; invented cities, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import small

from studylib.data.tables import EditionFacts
from studylib.findings import key_changes
from studylib.findings import key_messages as messages
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.key_messages import MOST
from studylib.findings.leading import find_leading, leaders, say_leading_scores
from studylib.findings.messages import PRACTICES, UCLG, KeyMessage
from studylib.questions.comparability import NOT_HERE

CITIES = list("uvwxyz")
COUNTRY = pd.Series(["A", "A", "B", "B", "C", "C"], index=CITIES)
STUDY = EditionFacts(id="2004", year=2004, wave_year=2003, participants={"cities": 7})
EDITIONS = [EditionFacts(id="2001", wave_year=2000), STUDY]
MAP = pd.DataFrame({"edition": ["2004"], "status": ["same"], "concept": ["a"]})
AREAS = pd.DataFrame(
    {"area": ["work", "life"], "label": ["Work", "Life"], "in_focus": [True, False]}
)


def wide(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=CITIES, dtype=float)


def values(frame: pd.DataFrame) -> pd.DataFrame:
    long = (
        frame.rename_axis("city_code")
        .reset_index()
        .melt("city_code", var_name="label", value_name="favourable_pct")
    )
    return long.assign(country=long["city_code"].map(COUNTRY), area="Work", base="all answers")


def changes(*rows: tuple[str, str, str, str, bool, float]) -> pd.DataFrame:
    columns = ["area", "label", "before", "after", "moved", "within"]
    return pd.DataFrame(rows, columns=columns).assign(
        cities=5, low=lambda f: f["within"] - 1, high=lambda f: f["within"] + 1
    )


class TestLeaders:
    def test_one_that_is_higher_in_every_city_stands_alone(self) -> None:
        # a is above b by 9, 10 or 11 in every country: the interval is far from zero
        frame = wide(a=[70, 71, 70, 71, 70, 71], b=[60, 62, 60, 61, 61, 60])
        assert leaders(frame, COUNTRY, 95) == ["a"]
        assert leaders(frame, COUNTRY, 95, sign=-1) == ["b"]

    def test_one_that_is_higher_in_some_countries_only_does_not(self) -> None:
        frame = wide(a=[90, 90, 50, 50, 70, 70], b=[50, 50, 80, 80, 65, 65])
        assert leaders(frame, COUNTRY, 95) == ["a", "b"]

    def test_cities_of_one_country_tell_nothing_apart(self) -> None:
        frame = wide(a=[90, 91, 92, 90, 91, 92], b=[10, 11, 12, 10, 11, 12])
        assert leaders(frame, pd.Series("A", index=CITIES), 95) == ["a", "b"]

    def test_many_comparisons_need_wider_intervals(self) -> None:
        # differences by country 1, 2 and 3: mean 2, error 1/sqrt(3), t with two degrees of freedom.
        # 95 per cent: half 4.303 / sqrt(3) = 2.48 > 2; at 90: 2.920 / sqrt(3) = 1.69 < 2; at 95 for two comparisons: 3.58
        frame = wide(a=[10, 10, 10, 10, 10, 10], b=[9, 9, 8, 8, 7, 7])
        assert leaders(frame, COUNTRY, 90) == ["a"]
        assert leaders(frame, COUNTRY, 95) == ["a", "b"]
        third = frame.assign(c=[0.0, 1, 0, 1, 0, 1])
        assert leaders(third, COUNTRY, 90) == ["a", "b"]


class TestSentences:
    def test_answers_that_stand_alone_and_those_that_do_not(self) -> None:
        frame = wide(
            Jobs=[70, 71, 70, 71, 70, 71],
            Parks=[20, 20, 30, 30, 10, 10],
            Noise=[25, 25, 12, 12, 23, 23],
        )
        best, worst = messages.say_answers(STUDY, values(frame), 95)
        # jobs: mean 70.5 in every country, so the interval has no width; a half is rounded away from zero
        assert best == KeyMessage(
            "71 %",
            "Of 3 questions on work in 2003, residents answered most favourably on ‘Jobs’ "
            "(mean 71 per cent).",
            "6 cities, interval 71 to 71",
            "situation",
        )
        # parks and noise both have a mean of 20
        assert worst.message.startswith(
            "Of 3 questions on work in 2003, residents answered least favourably on ‘"
        )
        assert "‘Parks’ (20 per cent)" in worst.message
        assert "‘Noise’ (20 per cent)" in worst.message
        assert worst.message.endswith(
            ", by means over cities. The survey cannot tell which is lower."
        )
        # the interval is of one of the two, and says of which
        assert worst.basis.startswith(
            ("6 cities, interval of ‘Parks’ ", "6 cities, interval of ‘Noise’ ")
        )
        assert worst.figure == "20 %"

    def test_more_than_a_few_are_only_counted(self) -> None:
        same = [10.0, 20, 30, 40, 50, 60]
        made = messages.say_answers(STUDY, values(wide(a=same, b=same, c=same, d=same)), 95)
        assert made[0].message == (
            "Of 4 questions on work in 2003, ‘a’ (mean over cities 35 per cent) is one of 4 that "
            "residents answered most favourably. The survey cannot tell which of them is highest."
        )
        three = messages.say_answers(STUDY, values(wide(a=same, b=same, c=same)), 95)
        assert [one.message.split(". ")[1] for one in three] == [
            "The survey cannot tell which is highest.",
            "The survey cannot tell which is lowest.",
        ]

    def test_questions_of_one_base_are_said_to_be_only_those(self) -> None:
        frame = wide(Jobs=[70, 71, 70, 71, 70, 71], Parks=[20.0] * 6, Noise=[90.0] * 6)
        some = values(frame).assign(area=["Work"] * 6 + ["Life"] * 12)
        some.loc[some["label"] == "Noise", "base"] = "valid answers"
        best, _worst = messages.say_answers(STUDY, some, 95)
        # noise has more, of another base
        assert best.message == (
            "Of 2 questions with shares of all answers in 2003, residents answered most favourably "
            "on ‘Jobs’ (mean 71 per cent)."
        )

    def test_areas_that_stand_out_are_named_or_said_to_be_close(self) -> None:
        frame = wide(work=[70, 71, 70, 71, 70, 71], life=[20, 20, 30, 30, 10, 10], sport=[20.0] * 6)
        best, worst = (find_leading(frame, COUNTRY, 95, sign) for sign in (1, -1))
        assert say_leading_scores(best, 1, 2003, 3) == (
            "Of 3 areas in 2003, scores were highest for work (71 of 100), by means over cities."
        )
        assert say_leading_scores(worst, -1, 2003, 3) == (
            "Of 3 areas in 2003, scores were lowest for life (20 of 100) and sport (20 of 100), "
            "by means over cities. The survey cannot tell which is lower."
        )

    def test_of_many_areas_that_share_the_first_place_not_all_are_named(self) -> None:
        same = [10.0, 20, 30, 40, 50, 60]
        best = find_leading(wide(a=same, b=same, c=same, d=same), COUNTRY, 95)
        assert say_leading_scores(best, 1, 2003, 5) == (
            "In 2003, a (35 of 100), b (35 of 100) and c (35 of 100) are among the 4 of 5 areas with "
            "the highest mean scores over cities. The survey cannot tell which of them is highest."
        )

    def test_one_item_or_none_gives_no_message(self) -> None:
        assert messages.say_answers(STUDY, values(wide(a=[1, 2, 3, 4, 5, 6])), 95) == []
        assert messages.say_answers(STUDY, pd.DataFrame(), 95) == []

    def test_scores_of_one_area_are_described(self) -> None:
        scores = pd.DataFrame(
            {"area": "Work", "city_code": CITIES, "country": "A", "score": [10, 20, 30, 40, 50, 60]}
        )
        (found,) = messages.say_scores(STUDY, scores, 95)
        # quartiles of six numbers, linear: 22.5, 35, 47.5
        assert (
            found.message
            == "In 2003, half of the cities scored 23 to 48 of 100 on work; the median is 35."
        )
        assert found.basis == "6 cities"

    def test_a_change_is_told_with_what_moved(self) -> None:
        table = changes(
            ("Work", "Jobs", "2001", "2004", True, 4.0),
            ("Work", "Pay", "2001", "2004", True, -6.0),
            ("Work", "Shops", "2001", "2004", False, 9.0),
            ("Life", "Parks", "2001", "2004", True, 20.0),
        )
        (found,) = key_changes.say_changes(STUDY, table, AREAS, EDITIONS, MAP)
        assert found.figure == "2 of 3"
        assert found.message == (
            "From 2000 to 2003, 2 of 3 comparable questions on work changed: "
            "1 for the better, 1 for the worse. "
            "Favourable answers on ‘Pay’ fell by 6.0 points (5 cities, interval 5.0 to 7.0)."
        )
        assert found.basis == (
            "the same 5 cities; whether it changed allows for all comparisons, its interval does not. "
            + WHOLE_SURVEY.removesuffix(".")
        )

    def test_nothing_moved_is_said(self) -> None:
        table = changes(("Work", "Jobs", "2001", "2004", False, 4.0))
        (found,) = key_changes.say_changes(STUDY, table, AREAS, EDITIONS, MAP)
        assert found.message == (
            "From 2000 to 2003, none of 1 comparable question on work changed beyond chance in "
            "the same cities."
        )
        assert "institute" not in found.basis

    def test_where_others_chose_what_can_be_read_moves_are_not_counted(self) -> None:
        rows = [("2004", "same"), ("2004", NOT_HERE)]
        cells = pd.DataFrame(rows, columns=["edition", "status"]).assign(concept=["a", "b"])
        table = changes(("Work", "Jobs", "2001", "2004", True, 4.0))
        (found,) = key_changes.say_changes(STUDY, table, AREAS, EDITIONS, cells)
        assert found.figure == "+4.0"
        assert found.message == (
            "Favourable answers on ‘Jobs’ rose by 4.0 points (5 cities, interval 3.0 to 5.0). "
            "That is from 2000 to 2003, in the same cities. The survey asked more than the 1 "
            "question that this book can compare, so how many changed is not known."
        )
        (found,) = key_changes.say_changes(STUDY, table.assign(moved=False), AREAS, EDITIONS, cells)
        assert found.figure == "–"
        assert found.message.endswith("did not change beyond chance. The survey asked more.")

    def test_a_subject_that_nobody_asked_alike_is_said_and_a_first_survey_is_not(self) -> None:
        table = changes(("Life", "Parks", "2001", "2004", True, 20.0))
        (found,) = key_changes.say_changes(STUDY, table, AREAS, EDITIONS, MAP)
        assert (
            found.message
            == "The 2003 survey asked other questions on work than the surveys before it, so it cannot "
            "say whether things got better."
        )
        assert key_changes.say_changes(EDITIONS[0], table, AREAS, EDITIONS, MAP) == []

    def test_an_edition_beside_the_survey_of_an_earlier_one_gives_no_change_and_says_why(
        self,
    ) -> None:
        later = EditionFacts(id="2006", year=2006, wave_year=2003, wave_survey="two")
        known = [EDITIONS[0], replace(STUDY, wave_survey="two"), later]
        table = changes(("Work", "Jobs", "2001", "2006", True, 4.0))
        (found,) = key_changes.say_changes(later, table, AREAS, known, MAP)
        assert found.message == (
            "The 2004 edition rests on the same survey, of 2003, so there is no change to report."
        )
        (own,) = key_changes.say_changes(
            replace(STUDY, wave_survey="two"),
            table.replace("2006", "2004"),
            AREAS,
            known[:2],
            MAP,
        )
        assert own.message.startswith("From 2000 to 2003, 1 of 1 comparable question")

    def test_shares_come_before_words_and_a_share_with_two_readings_is_left_out(self) -> None:
        published = pd.DataFrame({"field": ["result", "title"], "value": ["Plans help", "A title"]})
        columns = ["statement", "reading", "share_pct", "cities_n", "base"]
        shares = pd.DataFrame(
            [
                ["Have a plan", "", 75.0, 20, "cities"],
                ["Do it", "one", 60.0, 15, "cities"],
                ["Do it", "two", 60.0, 20, "cities"],
            ],
            columns=columns,
        )
        (found,) = messages.say_published(STUDY, published, shares)
        assert (found.figure, found.basis) == ("75 %", "20 cities, as published")
        assert found.message == "75 per cent of the cities in UCLG's own study have a plan."
        uncounted = shares.head(1).assign(cities_n=float("nan"), base="not known")
        assert messages.say_published(STUDY, published, uncounted)[0].message == "Plans help."
        (words,) = messages.say_published(STUDY, published, shares.head(0))
        assert (words.message, words.basis) == ("Plans help.", "as published, 7 cities")
        assert words.whose == found.whose == UCLG

    def test_practices_in_focus_are_counted(self) -> None:
        practices = pd.DataFrame(
            {
                "areas": ["work life", "life", "work"],
                "title": ["Maps", "Buses", "Clubs"],
                "city": ["X", "Y", "X"],
                "country": ["A", "B", "A"],
            }
        )
        (found,) = messages.say_practices(practices, AREAS)
        assert (found.figure, found.basis, found.whose) == ("2", "1 city in 1 country", PRACTICES)
        assert "what cities did in the areas of this edition" in found.message

    @pytest.mark.parametrize(
        ("wave", "said"), [(None, "No survey of residents"), (2003, "asked residents in 2003")]
    )
    def test_it_says_whose_figures_they_are(self, wave: int | None, said: str) -> None:
        study = EditionFacts(year=2004, wave_year=wave)
        assert said in messages._say_whose(study, pd.DataFrame({"figure": ["1"]}))
        assert "Nothing is known" in messages._say_whose(study, pd.DataFrame())


def test_no_more_messages_than_fit_on_a_screen_and_none_without_one() -> None:
    made = messages.cards(small.study(), [KeyMessage("1", "a", "b", "c")] * (MOST + 2), 95)
    assert len(made.frame) == made.statements[0].value == MOST
    assert made.sentence.endswith("Intervals are at 95 per cent.")
    assert messages.cards(small.study(wave_year=None), [], 95).sentence.startswith("Nothing is")


def test_the_source_line_names_uclg_where_a_message_is_uclgs() -> None:
    study = small.study(title="A report")
    own = pd.DataFrame({"whose": ["Residents", str(UCLG)]})
    assert messages._name_sources(study, own).endswith(". What UCLG published: A report.")
    assert "UCLG" not in messages._name_sources(study, own.head(1))


def test_a_message_without_a_figure_comes_last() -> None:
    some = [KeyMessage("–", "Nobody knows.", "b", "c"), KeyMessage("1", "a", "b", "c")]
    assert messages.tabulate(some)["figure"].tolist() == ["1", "–"]
