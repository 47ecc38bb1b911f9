"""The Smart Cities Study as the press sees it; each part is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from quire.core.project import Project
from quire.languages.collecting import Catalogues
from quire.study import PREPARATION, Publication, Study
from studylib.data.editions import GOVERNMENTS, SURVEY, Edition, list_editions

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan


class SmartCitiesStudy:
    """What this study hands to the press; see `quire.study.Study`."""

    makers: Mapping[str, str] = {
        "tables": "studylib.data.process",
        "book": "studylib.pages.assembly",
    }
    needs: Sequence[str] = (SURVEY, GOVERNMENTS, PREPARATION)

    def editions(self, project: Project) -> list[Edition]:
        """Every edition, in the order of year and id."""
        return list_editions(project)

    def check(self, project: Project) -> list[str]:
        """Check all raw figures: sizes, and the rows that are kept with a caveat."""
        from studylib.data.raw import check

        raw = check(project)
        rows = sum(len(table) for table in raw.tables.values())
        return [
            f"no fault in {len(raw.tables)} tables with {rows} rows, {len(raw.editions)} editions"
            f" and {len(raw.practices)} practices",
            *(
                f"caveat: {name} {' '.join(map(str, caveat.row.values()))}: {caveat.what}"
                for name, source in raw.sources.items()
                for caveat in source.caveats
            ),
            *(f"look at {doubt}" for doubt in raw.doubts),
        ]

    def process(self, project: Project) -> dict[str, bytes]:
        """The processed tables, from checked raw figures, of all editions but those that are held back."""
        from studylib.data.process import process
        from studylib.data.raw import read

        return process(read(project))

    def contents(self, project: Project, plan: Plan) -> dict[str, bytes]:
        """Every file of the assembled book."""
        from studylib.pages.assembly import contents

        return contents(project, plan)

    def renewed(
        self, project: Project, plan: Plan, changed: Collection[str], last: Mapping[str, bytes]
    ) -> dict[str, bytes]:
        """The files that show words which changed."""
        from studylib.pages.assembly import renewed

        return renewed(project, plan, changed, last)

    def texts(self, project: Project) -> Catalogues:
        """What tables and practices say, and what columns mean."""
        from studylib.data.labels import list_columns, list_labels, list_practices

        return {
            "labels": list_labels(project),
            "practices": list_practices(project),
            "columns": list_columns(project),
        }

    def publications(self, project: Project, edition: str = "") -> list[Publication]:
        """The whole book and every edition, or one edition."""
        from studylib.pages.publications import list_publications

        return list_publications(project, edition)


STUDY: Study = SmartCitiesStudy()
