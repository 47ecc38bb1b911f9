"""Values that authored pages take, as `{{ name }}`: from the study's frame, its register of cities, and the code of the method."""

from __future__ import annotations

from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.text.markup import escape_myst as escape
from quire.text.words import decimal, listed


def frame_values(project: Project) -> dict[str, str]:
    """Values from the study's frame and its register of cities."""

    def rows(name: str) -> list[dict[str, str]]:
        return read_records((project.raw / name).read_bytes())

    any_edition = next(iter(sorted(project.processed.glob("*/cities.csv"))), None)
    cities = read_records(any_edition.read_bytes()) if any_edition else []
    return {
        "area_list": escape(listed(each["label"].lower() for each in rows("framework/areas.csv"))),
        "wave_years": escape(listed(each["year"] for each in rows("framework/waves.csv"))),
        "panel_cities": str(sum(each["in_panel"] == "True" for each in cities)),
        "band_ends": escape(listed(each["lower"] for each in rows("framework/bands.csv"))),
        "min_coverage_pct": escape(
            listed(
                sorted(
                    {
                        decimal(100 * float(each["min_coverage"]), 0)
                        for each in rows("framework/tree.csv")
                        if each["min_coverage"]
                    }
                )
            )
        ),
        **_method_values(),
    }


def _method_values() -> dict[str, str]:
    """Numbers of the method, from the code that uses them."""
    from studylib.index import area_scores, stability, treatment

    return {
        "samples": str(area_scores.SAMPLES),
        "spread_pct": f"{100 * stability.SPREAD:g}",
        "sure_pct": f"{100 * stability.SURE:g}",
        "skewness_limit": f"{treatment.SKEWNESS_LIMIT:g}",
        "kurtosis_limit": f"{treatment.KURTOSIS_LIMIT:g}",
    }
