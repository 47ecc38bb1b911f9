"""Values that authored pages take: from the study's frame, its register of cities, and the code of the method."""

from __future__ import annotations

from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.text.words import decimal, small


def read_frame(project: Project, name: str) -> list[dict[str, str]]:
    """The rows of a table of the study's frame, as they stand in the file."""
    return read_records((project.raw / "framework" / f"{name}.csv").read_bytes())


def frame_values(project: Project) -> dict[str, object]:
    """Values from the study's frame and its register of cities."""
    tree = [row["min_coverage"] for row in read_frame(project, "tree") if row["min_coverage"]]
    register = next(iter(sorted(project.processed.glob("*/cities.csv"))), None)
    cities = read_records(register.read_bytes()) if register else []
    return {
        "area_list": [small(row["label"]) for row in read_frame(project, "areas")],
        "wave_years": [row["year"] for row in read_frame(project, "waves")],
        "panel_cities": sum(row["in_panel"] == "True" for row in cities),
        "band_ends": [row["lower"] for row in read_frame(project, "bands")],
        "min_coverage_pct": sorted({decimal(100 * float(share), 0) for share in tree}),
        **_method_values(),
    }


def _method_values() -> dict[str, object]:
    """Numbers of the method, from the code that uses them."""
    from studylib.index import area_scores, stability, treatment

    return {
        "samples": area_scores.SAMPLES,
        "spread_pct": f"{100 * stability.SPREAD:g}",
        "sure_pct": f"{100 * stability.SURE:g}",
        "skewness_limit": f"{treatment.SKEWNESS_LIMIT:g}",
        "kurtosis_limit": f"{treatment.KURTOSIS_LIMIT:g}",
    }
