"""Numbers in prose: parts of names stay, figures are found. No sentence here is an example in the code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.text.named_numbers import typed_figures

NAMES = [
    "Since COVID-19, more people work at home.",
    "Covid-19 and SARS-CoV-2 changed how cities plan.",
    "The 2030 Agenda names cities.",
    "Agenda 2030 and Horizon 2020 paid for much of it.",
    "2030 Agenda, seen from cities.",
    "ISO 37120 says what indicators of a city are.",
    "The standard ISO 37120:2018 is newer, and ISO/IEC 27001 is another.",
    "SDG 11 is about cities, and so is Goal 11.",
    "Goal 11 asks cities to be inclusive.",
    "Law 1712 of 2014 gives access to information.",
    "The Americans with Disabilities Act of 1990 came first.",
    "The law of 2014 and the 1978 constitution say so.",
    "Regulation (EU) 2016/679 is about data.",
    "Directive 2014/24/EU is about what governments buy.",
    "Articles 12, 13 and 14 of the Convention say who may ask.",
    "Industry 4.0 and Web 2.0 are slogans.",
    "5G, 3D and 4K are words for things.",
    "CO2, R2 and M49 are names, PM2.5 too.",
    "The G20 and the C40 met.",
    "See Figure 3, table 2 and section 4.1.",
    "The handbook (OECD, 2008) has ten steps.",
    "Cronbach (1951) wrote it down, and Banerjee 2018 again.",
    "The programme “100 Resilient Cities” ended.",
    "WCAG 2.1 is a standard, and so is ITU-T Y.4900.",
    "In the 1990s and the 21st century this changed.",
    "Europe 2020 was a strategy, and Horizon Europe 2021-2027 a programme.",
    "Resolution 70/1 adopted it.",
    "The Paris Agreement of 2015 came later.",
    "Decree 1377 of 2013 and Act No. 25 of 2010 followed.",
    "The scale goes from 0 to 100, with 50 in the middle.",
    "UN Resolution 2030 names it",
    "EN 301 549 is about access.",
    "The Sustainable Development Goal 11 asks for it.",
    "Habitat III followed Habitat II.",
    "The Treaty of Lisbon 2007 changed it.",
    "Cities that signed the Aalborg Charter (1994) agree.",
    "In Article 8 of the Charter this is promised.",
    "ISO 37122 and ISO 37123 follow it.",
    "Level 3 of the framework is the area.",
    "Part 2 says more.",
    "See chapters 2 to 4.",
    "The Boeing F-16 is a plane.",
    "MP3 and H.264 are formats.",
    "The 2016 New Urban Agenda was adopted in Quito.",
    "The Quito Declaration of 2016 says so.",
    "World Cities Report 2022 says so.",
    "Under Law 25, cities may do so.",
    "The GDPR (2018) is a law.",
    "Version 2.1 of the standard came out.",
    "The charter of 1985 says so.",
    "Type 2 is rarer.",
    "It is called “Smart City 2.0”.",
    "IPv6 and Web3 are words.",
    "The European Data Act 2023 says so.",
    "Section 508 of the Rehabilitation Act is about access.",
    "Question 7 asks for more.",
    "RFC 2119 says what must means.",
    "(see Goal 11)",
    "The Millennium Declaration (2000) came before.",
    "UN-Habitat, 2020 World Cities Report",
    "The act from 1998 is old.",
    "H2O is water, and β-1 is not a share.",
    "The first 1st, 2nd and 3rd are ordinals.",
]
FIGURES = [
    "There are 12 cities.",
    "42 of 80 cities answered.",
    "In 2019, cities changed.",
    "In Spain 12 cities answered.",
    "Of the 42 European cities, most agree.",
    "Only 12 said so.",
    "The share is 71 per cent.",
    "71% agree.",
    "A share of 0.71 is high.",
    "It rose by 4.5 points.",
    "UCLG has 240 members.",
    "In the EU 12 cities took part.",
    "12 UCLG members answered.",
    "The survey of 2019 asked residents.",
    "It costs €20 a day, or EUR 20.",
    "A 12-city panel is small.",
    "8,716 rows were read.",
    "n=42 and p<0.05 are given.",
    "The share (71) of all.",
    "50 per cent agree.",
    "100 cities were asked.",
    "Since 2015, much has changed.",
    "It is 42km long.",
    "From 2012 to 2015 it fell.",
    "He said “42 cities answered”.",
    "The range is 12–15.",
    "The rise is .5 points.",
    "Exactly 1,200 residents answered.",
    "About 3/4 agree.",
    "The mean is −5.",
    "Between 12 and 15 cities agree.",
    "The Gini index is 0.42.",
    "Barcelona 42, Madrid 30.",
    "Almost 80 cities answered.",
    "Cities: 42.",
    "Forty of 80.",
    "In Europe 71 percent agree.",
    "In Africa and Asia 30 cities took part.",
    "The mean of Spain 4.5 points is high.",
    "The median is 63.",
    "Scores run from 12 to 88.",
    "It doubled to 1 200.",
    "It doubled to 2,400 cities.",
    "There were 7 in Madrid.",
    "In 2019 UCLG asked cities.",
    "In May 2019 cities were asked.",
    "By 2030 all will.",
    "A third (33%) agree.",
    "Each of the 12 countries is there.",
    "Latin American cities, 12 of them, said so.",
    "Top 10 cities.",
    "The top-10 list.",
    "The share was 42, the highest.",
    "Nearly 1 in 4 agree.",
    "More than 500 residents were asked.",
    "Of 2,019 answers, most are good.",
    "The 80 that answered are large.",
    "A city has 6 areas.",
    "Since the survey of 2015 it rose.",
    "UCLG asked 80 cities.",
    "It takes about 20 minutes.",
    "It grew 3-fold.",
    "42 Spaniards answered.",
    "The score was 42/80.",
    "The UK had 12 cities.",
    "Goal 11 was named by 42 of 80 cities.",
    "50 of 100 said so.",
    "COVID-19 hit 71 percent of cities.",
    "Law 25 of 2014 covers 12 cities.",
    "Residents in Spain (42) agree.",
    "We saw 100 cities.",
    "1 city in 12 answered.",
]


@pytest.mark.parametrize("sentence", NAMES)
def test_a_number_of_a_name_is_no_figure(sentence: str) -> None:
    assert list(typed_figures(sentence)) == []


@pytest.mark.parametrize("sentence", FIGURES)
def test_a_figure_is_found(sentence: str) -> None:
    assert list(typed_figures(sentence))


@given(st.integers(2, 999).filter(lambda n: n not in {50, 100}), st.integers(2, 999))
def test_a_count_of_a_whole_is_found_whatever_stands_before_it(part: int, whole: int) -> None:
    for before in ("", "In Europe ", "Under ISO 37120, ", "By Law 25 of 2014 ", "Since COVID-19 "):
        typed = list(typed_figures(f"{before}{part} of {whole} cities changed."))
        assert typed[:1] == [str(part)]


def test_only_the_figures_of_a_sentence_with_names_are_told() -> None:
    said = "Since COVID-19, the 2030 Agenda and Goal 11, 42 of 80 cities changed by 4.5 points."
    assert list(typed_figures(said)) == ["42", "80", "4.5"]
