"""A toy study: how much it rained. All that the press needs to make a book of one table and one notebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from quire.book.revisions import code_files
from quire.book.run_pages import run_files
from quire.book.templating import Templates
from quire.core.errors import Fault, Faults
from quire.core.project import Project, to_json
from quire.languages.collecting import Entry
from quire.study import FIGURES, Publication, Study
from quire.tables.csvfiles import read_records, types_file
from quire.tables.origins import RawFiles

CONFIG = """\
title: Rain
execute: {execute_notebooks: "off"}
parse: {myst_enable_extensions: [colon_fence, attrs_inline]}
only_build_toc_files: false
"""


@dataclass(frozen=True)
class Year:
    """A year is an edition."""

    id: str
    status: str = "published"
    public: bool = True
    subject: str = "Rain"
    choices: Mapping[str, Any] = field(default_factory=lambda: {"wet_mm": 700})
    offers: frozenset[str] = frozenset({FIGURES})

    def entitle(self, title: str) -> str:
        """With its year."""
        return f"{self.id}: {title}"


class Weather:
    """The study."""

    makers: Mapping[str, str] = {"tables": "weather", "book": "weather"}
    needs: Sequence[str] = ()

    def editions(self, project: Project) -> list[Year]:
        """The years of the table."""
        return [Year(year) for year in sorted({row["year"] for row in _rows(project)})]

    def check(self, project: Project) -> list[str]:
        """Rain does not fall upwards."""
        file = "data/raw/rain.csv"
        faults = [
            Fault(file, line, "rain_mm", row["rain_mm"], "is below 0", "give the rain that fell")
            for line, row in enumerate(_rows(project), start=2)
            if float(row["rain_mm"]) < 0
        ]
        if faults:
            raise Faults(faults)
        return [f"no fault in {len(_rows(project))} rows"]

    def process(self, project: Project) -> dict[str, bytes]:
        """The rain of each year."""
        self.check(project)
        years = [year.id for year in self.editions(project)]
        known = [{"id": year, "status": "published"} for year in years]
        files = {types_file("rain"): to_json({"rain_mm": "number"})}
        files["editions.json"] = to_json(known)
        for year in years:
            rows = [row for row in _rows(project) if row["year"] == year]
            lines = ["place,rain_mm", *(f"{row['place']},{row['rain_mm']}" for row in rows)]
            files[f"{year}/rain.csv"] = ("\n".join(lines) + "\n").encode()
        return files

    def contents(self, project: Project, plan: Any) -> dict[str, bytes]:
        """A first page and a page a run."""
        raw, templates = RawFiles(project), Templates()
        files = {"index.md": b"# Rain\n\nHow much it rained.\n", "_config.yml": CONFIG.encode()}
        files |= {"columns.md": b"# Columns\n\nPlace and rain.\n", **code_files(project)}
        files |= run_files(project, plan, raw, templates)
        pages = [name.removesuffix(".ipynb") for name in files if name.endswith(".ipynb")]
        pages.append("columns")
        toc = {"format": "jb-book", "root": "index", "chapters": [{"file": name} for name in pages]}
        return {**files, "_toc.yml": yaml.safe_dump(toc).encode()}

    def renewed(
        self, project: Project, plan: Any, changed: Collection[str], last: Mapping[str, bytes]
    ) -> dict[str, bytes]:
        """No page shows leads, and none is written by people."""
        return {}

    def texts(self, project: Project) -> dict[str, list[Entry]]:
        """No text of the data is translated."""
        return {}

    def publications(self, project: Project, edition: str = "") -> list[Publication]:
        """Nothing is printed."""
        return []


def _rows(project: Project) -> list[dict[str, str]]:
    return read_records((project.raw / "rain.csv").read_bytes())


WEATHER: Study = Weather()
