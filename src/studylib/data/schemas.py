"""What each raw table must look like: columns, types, ranges and keys.

Reading them and finding faults is done in `reading`; this module knows tables only.
"""

from __future__ import annotations

import pandera.pandas as pa

from studylib.data.columns import (
    addresses,
    country,
    day,
    keyed,
    matches,
    name,
    number,
    one_of,
    share,
    slug,
    text,
    whole,
    year,
)
from studylib.data.perception import (
    ALL_ANSWERS,
    AS_PRINTED,
    FLAGS,
    PARTS,
    TOTAL,
    UNKNOWN_AREA,
    VALID_ANSWERS,
)
from studylib.data.survey_agreement import SILENT
from studylib.data.versions import BOUNDS, SINCE

VERSIONS = {each: text(empty=True) for each in BOUNDS}
"""Since and until which edition a row counts; see `versions`."""

NUMBERS = ("float64", "Int64")

STATUSES = ("same", "reworded", "rescaled", "part", "beside", *SILENT)
"""How a survey asked a concept, seen from the main survey before it that asked; the last five join no line."""

HOW_SURE = ("exactly", "about", "more than", "at least")
MONTH = r"|[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
MONTH_ERROR = "is no date|write 2015, 2015-05 or 2015-05-21, or leave the cell empty"

AREA = rf"|city|{UNKNOWN_AREA}|(?!(?i:\s*(?:city|{UNKNOWN_AREA})\s*)\Z)\S(?:.*\S)?"
"""An area by name: a 'City ' that is not the word 'city' would be another area, and its city compared with nothing."""

SIDES = ("barrier", "enabler", "condition")
"""Kinds of statements in the published surveys that speak of what slows or eases development."""

CITY_CODE = "[A-Z]{2}(?:[0-9]{3}C[0-9]?|-[a-z]+(?:-[a-z]+)*)"
"""A code of the Urban Audit, or one of the study's own for a city that the publisher gives none."""

REGIONS = (
    "Africa",
    "Asia",
    "Europe",
    "Latin America and the Caribbean",
    "Northern America",
    "Oceania",
)
"""Regions of the world as the United Nations Statistics Division has them (M49), the Americas in two."""

FRAMEWORK = {
    "areas": keyed(
        ["area", SINCE],
        area=name(),
        label=text(),
        colour=text(matches("#[0-9A-Fa-f]{6}", "is no colour|write it as #RRGGBB")),
        **VERSIONS,
    ),
    "items": keyed(
        ["item", SINCE],
        item=name(),
        label=text(
            pa.Check.str_length(
                max_value=32, error="is too long for a figure|use at most 32 letters"
            )
        ),
        wording=text(),
        note=text(empty=True),
        **VERSIONS,
    ),
    "tree": keyed(
        ["node", SINCE],
        node=name(),
        parent=text(empty=True),
        direction=number(None, None, "", empty=True),
        weight=number(None, None, "", empty=True),
        method=text(empty=True),
        min_coverage=number(None, None, "", empty=True),
        lower=number(None, None, "", empty=True),
        upper=number(None, None, "", empty=True),
        **VERSIONS,
    ),
    "bands": keyed(
        ["lower", SINCE],
        band=pa.Column("Int64", pa.Check.ge(1, error="is no band|count from 1")),
        lower=number(0, 100, "outside 0-100|give the lower end of the band"),
        label=text(),
        **VERSIONS,
    ),
    "waves": keyed(
        ["wave"], wave=text(), year=year(), in_panel=one_of("True", "False"), **VERSIONS
    ),
    "surveys": keyed(
        ["survey"],
        survey=slug(),
        wave=text(),
        main=one_of("True", "False"),
        title=text(),
        conducted_by=text(empty=True),
        country_code=text(
            matches("|[A-Z]{2}", "is no country code|use two capital letters, or none"), empty=True
        ),
        mode=text(empty=True),
        age_from=whole(0, "below 0|give the least age, or leave the cell empty", empty=True),
        fieldwork_from=text(matches(MONTH, MONTH_ERROR), empty=True),
        fieldwork_to=text(matches(MONTH, MONTH_ERROR), empty=True),
        cities=whole(1, "below 1|give how many cities the survey has"),
        respondents=whole(
            1,
            "below 1|give how many residents answered in all, or leave the cell empty",
            empty=True,
        ),
        respondents_kind=text(
            pa.Check.isin(["", *HOW_SURE], error=f"is not known|use one of: {', '.join(HOW_SURE)}"),
            empty=True,
        ),
        respondents_assumed=whole(
            1,
            "below 1|give how many residents of a city are assumed to have answered, or leave the cell empty",
            empty=True,
        ),
        respondents_reason=text(),
        figures_from=text(),
        source=addresses(),
    ),
    "codebook": keyed(
        ["item", "part"],
        code=text(),
        item=text(),
        answer=text(),
        part=one_of(*PARTS, TOTAL),
    ),
    "countries": keyed(
        ["country_code"],
        country_code=country(),
        country=text(),
        region=one_of(*REGIONS),
        subregion=text(),
    ),
    "city_names": keyed(
        ["city_code", "name"],
        city_code=text(),
        name=text(),
        language=text(
            matches("|[a-z]{2}", "is no language|give two letters (ISO 639-1) or none"), empty=True
        ),
        source=text(),
    ),
    "comparability": keyed(
        ["concept", "survey"],
        concept=name(),
        survey=text(),
        item=text(empty=True),
        status=one_of(*STATUSES),
        reason=text(),
        decided_by=text(),
        decided_on=day(),
    ),
    "levers": keyed(["lever"], lever=name(), label=text(), meaning=text()),
    "sizes": keyed(
        ["lower"],
        size=pa.Column("Int64", pa.Check.ge(1, error="is no size|count from 1")),
        lower=number(0, None, "below 0|give the least number of inhabitants"),
        label=text(),
    ),
    "elements": keyed(["element"], element=name(), label=text(), meaning=text()),
    "statements": keyed(["statement"], statement=text(), element=text()),
    "issues": keyed(
        ["issue", SINCE],
        issue=text(),
        label=text(),
        is_issue=one_of("True", "False"),
        item=text(empty=True),
        reason=text(),
        **VERSIONS,
    ),
    "statistics": keyed(
        ["statistic"],
        statistic=name(),
        level=one_of("city", "country"),
        table=one_of("city_statistics", "national_egovernment"),
        code=text(empty=True),
        label=text(),
        unit=text(),
        minimum=number(None, None, "", empty=True),
        maximum=number(None, None, "", empty=True),
    ),
    "comparisons": keyed(
        ["item", "statistic"],
        item=text(),
        statistic=text(),
        expected_sign=pa.Column("Int64", pa.Check.isin([1, -1], error="is no sign|use 1 or -1")),
        reason=text(),
    ),
}
"""The study's own frame, in `data/raw/framework`."""

FIGURES = {
    "cities": keyed(
        ["city_code", SINCE],
        city_code=text(
            matches(
                CITY_CODE,
                "is no code of a city|write it like DE001C, or XX-name where the publisher gives none",
            )
        ),
        city=text(),
        country_code=text(),
        longitude=number(
            -180, 180, "outside -180 to 180|give degrees east of Greenwich", empty=True
        ),
        latitude=number(-90, 90, "outside -90 to 90|give degrees north of the equator", empty=True),
        **VERSIONS,
    ),
    "perception": keyed(
        ["wave", "item", "place"],
        wave=text(),
        item=text(),
        place=text(),
        **{f"{part}_pct": share(empty=True) for part in (*PARTS, TOTAL)},
        flags=text(
            matches(FLAGS, "is no list of flags|write b, d, e or u, alone or with ':' and a part"),
            empty=True,
        ),
    ),
    "survey_places": keyed(
        ["wave", "place", "city_code"],
        wave=text(),
        place=text(empty=True),
        city_code=text(empty=True),
        area=text(
            matches(
                AREA,
                f"is not plain|write 'city', '{UNKNOWN_AREA}', or another area without blanks around it",
            )
        ),
        survey=text(),
        respondents=whole(
            1, "below 1|give how many residents answered, or leave the cell empty", empty=True
        ),
        respondents_kind=text(empty=True),
    ),
    "perception_shares": keyed(
        ["wave", "item", "city_code", "base", "source"],
        wave=text(),
        item=text(),
        city_code=text(),
        positive_pct=share(),
        base=one_of(ALL_ANSWERS, VALID_ANSWERS, AS_PRINTED),
        published_by=text(),
        source=addresses(),
    ),
    "priorities": keyed(
        ["wave", "issue", "place"], wave=text(), issue=text(), place=text(), named_pct=share()
    ),
    "city_statistics": keyed(
        ["statistic", "city_code", "year"],
        statistic=text(),
        city_code=text(),
        year=year(),
        value=number(None, None, ""),
    ),
    "national_egovernment": keyed(
        ["statistic", "country_code", "year"],
        statistic=text(),
        country_code=text(),
        year=year(),
        value=number(None, None, ""),
    ),
    "published_facts": keyed(
        ["edition", "field", "value"],
        edition=text(),
        field=text(),
        value=text(),
        source=addresses(),
    ),
    "published_shares": keyed(
        ["edition", "statement", "reading"],
        edition=text(),
        statement=text(),
        reading=text(empty=True),
        share_pct=share(),
        cities_n=pa.Column(
            "Int64",
            pa.Check.ge(1, error="below 1|give the number of cities the share is of"),
            nullable=True,
        ),
        base=text(),
        source=addresses(),
    ),
    "barrier_surveys": keyed(
        ["survey", "year", "kind", "element"],
        survey=text(),
        year=pa.Column(
            "Int64",
            pa.Check.in_range(1900, 2200, error="is no plausible year|give a year"),
            nullable=True,
        ),
        population=text(),
        respondents_n=number(1, None, "below 1|give the number of respondents", empty=True),
        kind=name(),
        element=text(),
        share_pct=share(),
        wording=text(empty=True),
        note=text(empty=True),
        source=addresses(),
    ),
    "members": keyed(
        ["member"],
        member=slug(),
        city=text(),
        country_code=text(),
        joined_on=day(),
        left_on=day(empty=True),
        source=addresses(),
    ),
}
"""The figures, in `data/raw`, each with a sidecar."""
