"""The page on participation: who the figures of an edition are about, and which are missing.

The cities of the survey are never the participants of UCLG's own study.
"""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, listed
from studylib.charts.grids import country_bars, coverage_matrix
from studylib.charts.maps import cities_map
from studylib.charts.views import choose_view
from studylib.data.enumerations import join_by_comma
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import participants_and_survey, survey
from studylib.questions import participation as part

ON_MAP = ["city_code", "city", "country", "longitude", "latitude", "in_edition", "in_panel"]


def groups(study: EditionFacts, cities: pd.DataFrame) -> Finding:
    """The two groups of cities: UCLG's participants, and those whose residents were asked."""
    year, subject, wave = study.year, study.subject, study.wave_year or _("no survey")
    return Finding(
        Statement("edition_year", year, _("Edition: {year}.", year=year), origin="editions: year"),
        Statement(
            "subject",
            subject,
            _("Subject: {subject}.", subject=subject),
            origin="editions: subject",
        ),
        Statement(
            "data_year",
            study.wave_year,
            _("Data year: {year}.", year=wave),
            origin=_("waves: year of the edition's wave"),
        ),
        Statement(
            "participants",
            study.participants["cities"],
            _say_participants(study),
            origin="editions: participants",
        ),
        Statement(
            "survey_cities",
            int(cities["in_edition"].sum()),
            _say_survey(study, cities),
            origin="cities: in_edition",
        ),
        Table(
            "participants",
            _tabulate_groups(study, cities),
            caption=_("Two groups of cities: who took part in UCLG's study, and who was surveyed"),
            source=participants_and_survey(study),
        ),
    )


def places(study: EditionFacts, cities: pd.DataFrame, coast: pd.DataFrame) -> Finding:
    """Where the survey's cities are, and which of them the map cannot show."""
    said = Statement(
        "map_sentence",
        len(part.list_without_coordinates(cities)),
        _say_map(cities),
        origin="cities: in_edition, longitude",
    )
    drawing = Drawing(
        "map",
        lambda: cities_map(cities, coast),
        cities[ON_MAP],
        title=titles.title_map(cities),
        subtitle=_(
            "Where the survey's cities are, {year}, {cities} on the map",
            year=study.wave_year,
            cities=titles.count_cities(int(_on_map(cities).sum())),
        ),
        caption=_(
            "One mark a city, by its coordinates ({name} projection). Coast: Natural Earth",
            name=choose_view(cities).projection,
        ),
        alt=_describe_map(cities, study.wave_year),
        source=survey(study),
    )
    return Finding(drawing if _on_map(cities).any() else None, said)


def countries(study: EditionFacts, cities: pd.DataFrame) -> Finding:
    """How many of the survey's cities each country has."""
    by_country = part.count_cities_by_country(cities)
    return Finding(
        Drawing(
            "countries",
            lambda: country_bars(by_country),
            by_country,
            title=titles.title_cities_by_country(by_country),
            subtitle=_(
                "Cities of the survey by country, {year}, {cities}",
                year=study.wave_year,
                cities=titles.count_cities(int(by_country["cities"].sum())),
            ),
            caption=_(
                "Dark: cities in every wave (the panel); light: all others; the number counts both"
            ),
            alt=_describe_countries(by_country),
            source=survey(study),
        )
    )


def areas(study: EditionFacts, items: pd.DataFrame, framework_areas: pd.DataFrame) -> Finding:
    """How many items of each area were asked.

    Parameters
    ----------
    items, framework_areas
        The processed tables `items` and `areas`.
    """
    heads = [
        *(_("Area"), _("In focus"), _("Items"), _("With figures here")),
        *(_("Cities, least"), _("Cities, most")),
    ]
    return Finding(
        Table(
            "areas",
            part.count_items_by_area(items, framework_areas).set_axis(heads, axis="columns"),
            caption=_(
                "Items of each area: in the framework, and asked in the survey of this edition"
            ),
            source=survey(study),
        )
    )


def gaps(
    study: EditionFacts, cells: pd.DataFrame, cities: pd.DataFrame, surveys: pd.DataFrame
) -> Finding:
    """Which item has a figure in which city, and which cities lack some.

    Parameters
    ----------
    cells
        As `participation.list_cells` gives them.
    cities, surveys
        The processed tables `cities` and `resident_surveys`.
    """
    fewer = part.list_fewer_items(cities)
    heads = [_("City"), _("Country"), _("Items with a figure"), _("Items asked")]
    return Finding(
        Statement("gaps", len(fewer), _say_gaps(cities, surveys), origin="cities: items_answered"),
        Drawing(
            "coverage",
            lambda: coverage_matrix(cells),
            cells,
            title=titles.title_coverage(cells),
            subtitle=_(
                "Which city has a figure for which item, {year}, {cities}",
                year=study.wave_year,
                cities=titles.count_cities(cells["city_code"].nunique()),
            ),
            caption=_(
                "Rows are the items asked, columns the survey's cities by country and name. In its "
                "area's colour: a figure; black: none"
            ),
            alt=_describe_coverage(cells),
            source=survey(study),
        ),
        Table(
            "fewer-items",
            fewer.set_axis(heads, axis="columns"),
            caption=_(
                "Cities with figures for fewer items than others of the survey, by country and name"
            ),
            source=survey(study),
        ),
    )


def missing(study: EditionFacts, answers: pd.DataFrame, items: pd.DataFrame) -> Finding:
    """Why cells of the study's grid are empty: every cell has a figure or a reason."""
    heads = [
        *(_("State of the cell"), _("Cells"), _("Items"), _("Cities")),
        _("Cells in focus areas"),
    ]
    return Finding(
        Table(
            "missing",
            part.count_missing_by_reason(answers, items).set_axis(heads, axis="columns"),
            caption=_(
                "All cells of the grid (items of the framework by cities of the register), by what "
                "stands in them"
            ),
            source=survey(study),
        )
    )


def _say_participants(study: EditionFacts) -> str:
    """How many cities took part in UCLG's own study, in the words of its record."""
    cities, countries = study.participants["cities"], study.participants["countries"]
    if cities is None:
        said = _(
            "How many cities took part in UCLG's edition of {year} is not known.", year=study.year
        )
    elif countries is None:
        said = _(
            "UCLG counts {cities} in its edition of {year}.",
            cities=counted(cities, "city", "cities"),
            year=study.year,
        )
    else:
        said = _(
            "UCLG counts {cities} from {countries} in its edition of {year}.",
            cities=counted(cities, "city", "cities"),
            countries=counted(countries, "country", "countries"),
            year=study.year,
        )
    return f"{said} {study.participants['note']}".strip()


def _say_survey(study: EditionFacts, cities: pd.DataFrame) -> str:
    """How many cities and countries the survey of this edition has, and of which year it is."""
    if study.wave_year is None:
        return _(
            "No survey of residents stands beside the edition of {year}, so it has no figures of "
            "cities.",
            year=study.year,
        )
    here = cities[cities["in_edition"]]
    return _(
        "The survey of {wave} stands beside the edition of {year}. It asked in {asked}; "
        "figures of {cities} in {countries} are here. {panel} in the panel of cities that are in "
        "every survey used here.",
        wave=study.wave_year,
        year=study.year,
        asked=counted(int((cities["survey"] == study.wave_survey).sum()), "city", "cities"),
        cities=counted(len(here), "city", "cities"),
        countries=counted(here["country"].nunique(), "country", "countries"),
        panel=counted(int(here["in_panel"].sum()), "of them is", "of them are"),
    )


def _tabulate_groups(study: EditionFacts, cities: pd.DataFrame) -> pd.DataFrame:
    """The two groups of cities beside each other; what is not known is missing."""
    here = cities[cities["in_edition"]]
    uclg = study.participants
    rows = [
        [_("Participants of UCLG's own study"), study.year, uclg["cities"], uclg["countries"]],
        [
            _("Cities of the survey of residents"),
            study.wave_year,
            len(here),
            here["country"].nunique(),
        ],
    ]
    numbers = [_("Year"), _("Cities"), _("Countries")]
    frame = pd.DataFrame(rows, columns=[_("Group"), *numbers]).astype(
        dict.fromkeys(numbers, "Int64")
    )
    return frame if study.wave_year is not None else frame.head(1)


def _on_map(cities: pd.DataFrame) -> pd.Series:
    """Which cities are in the edition and have coordinates."""
    return cities["in_edition"] & cities["longitude"].notna() & cities["latitude"].notna()


def _say_map(cities: pd.DataFrame) -> str:
    """Which cities of the edition the map cannot show."""
    bare = part.list_without_coordinates(cities)
    shown = int(_on_map(cities).sum())
    if bare.empty and not shown:
        return ""
    if bare.empty:
        return ngettext(
            "The map shows the one city of the edition.",
            "The map shows all {n} cities of the edition.",
            shown,
        )
    names = [
        _("{country} ({cities})", country=country, cities=join_by_comma(rows["city"]))
        for country, rows in bare.groupby("country")
    ]
    if not shown:
        return _(
            "There is no map, as the register has no coordinates: {names}.", names=listed(names)
        )
    return _(
        "The map shows {cities}. For {n} more the register has no coordinates: {names}.",
        cities=counted(shown, "city", "cities"),
        n=len(bare),
        names=listed(names),
    )


def _describe_map(cities: pd.DataFrame, wave_year: int | None) -> str:
    """What the map shows, in words."""
    shown, view = cities[_on_map(cities)], choose_view(cities)
    if shown.empty:
        return ""
    across = shown["city"].iloc[view.order(shown["longitude"]).argsort(kind="stable")]
    up = shown.sort_values("latitude", kind="stable")["city"]
    panel = int(shown["in_panel"].sum())
    return ngettext(
        "Map of {n} survey city in {year}, {regions}: {west}, a dot on the coast, without borders. "
        "Panel cities: {panel}; others: {other}.",
        "Map of {n} survey cities in {year}, {regions}: dots on the coast, without borders, from "
        "{west} in the west to {east} in the east, {south} in the south to {north}. Panel cities: "
        "{panel}; others: {other}.",
        len(shown),
        year=wave_year,
        regions=say_regions(shown),
        west=across.iloc[0],
        east=across.iloc[-1],
        south=up.iloc[0],
        north=up.iloc[-1],
        panel=panel,
        other=len(shown) - panel,
    )


def say_regions(places: pd.DataFrame) -> str:
    """How many places there are in each region, as a list in a sentence."""
    numbers = places["region"].value_counts().sort_index()
    return listed(_("{n} in {region}", n=n, region=region) for region, n in numbers.items())


def _describe_countries(by_country: pd.DataFrame) -> str:
    """What the bars per country show, in words."""
    most = by_country["cities"].max()
    return _(
        "Bar chart of the survey cities of {countries}. The most are {most}, in {names}; {ones} "
        "one city only.",
        countries=counted(len(by_country), "country", "countries"),
        most=most,
        names=listed(by_country.loc[by_country["cities"] == most, "country"]),
        ones=counted(int((by_country["cities"] == 1).sum()), "country has", "countries have"),
    )


def _say_gaps(cities: pd.DataFrame, surveys: pd.DataFrame) -> str:
    """Which cities of the survey have few figures or none in this copy."""
    if not cities["in_edition"].any():
        return _("No city was asked.")
    fewer, gone = part.list_fewer_items(cities), part.list_not_in_copy(cities, surveys)
    said = []
    if len(fewer):
        low, high = fewer["items_answered"].min(), fewer["items_answered"].max()
        said.append(
            _(
                "{cities} a figure for {some} of {items}: {names}.",
                cities=capital(counted(len(fewer), "city has", "cities have")),
                some=low if low == high else _("{low} to {high}", low=low, high=high),
                items=counted(int(fewer["items_asked"].max()), "item"),
                names=listed(fewer["city"]),
            )
        )
    if len(gone):
        said.append(
            ngettext(
                "{n} city of the survey has no figure in this copy ({names}): their residents were "
                "asked.",
                "{n} cities of the survey have no figure in this copy ({names}): their residents "
                "were asked.",
                len(gone),
                names=listed(gone["city"]),
            )
        )
    everything = _("Every city of the survey has a figure for every item that was asked.")
    return " ".join(said) or everything


def _describe_coverage(cells: pd.DataFrame) -> str:
    """What the coverage matrix shows, in words."""
    items = counted(cells["item"].nunique(), "item")
    cities = counted(cells["city_code"].nunique(), "city", "cities")
    empty = cells[cells["state"] != part.HAS_FIGURE]
    if empty.empty:
        return _(
            "Matrix of {items} by {cities}: every cell has a figure.", items=items, cities=cities
        )
    return _(
        "Matrix of {items} by {cities}: {share} per cent of the cells are empty, over {gap_items} "
        "and {gap_cities} in {countries}.",
        items=items,
        cities=cities,
        share=decimal(100 * len(empty) / len(cells)),
        gap_items=counted(empty["item"].nunique(), "item"),
        gap_cities=counted(empty["city_code"].nunique(), "city", "cities"),
        countries=listed(sorted(set(empty["country"]))),
    )
