"""`study import` on the invented study, from the published file to the page; its figures worked out on paper."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import invented
import pytest
import yaml
from conftest import ROOT

from quire.core.errors import Faults, StudyError
from quire.core.project import Project, write_atomically
from studylib.cli import main
from studylib.data.raw import check
from studylib.importing.credits import Request
from studylib.importing.reports import Report, say_report
from studylib.importing.taking import import_statistic, read_choices, read_day

DAY = datetime.date(2026, 2, 3)
TSV = (
    "freq,unit,indic_ur,cities\\TIME_PERIOD\t1999 \t2000 \t2001 \n"
    "A,PC,X1,AX001C1\t9.0 \t8.25 bp\t: \n"
    "A,PC,X1,BB001C\t: \t: c\t12 p\n"
    "A,PC,X1,ZZ001C\t1 \t2 \t3 \n"
    "A,PC,X2,AA001C\t77 \t77 \t77 \n"
)
OWN = {
    "publisher": "Town hall",
    "dataset": "own",
    "address": "https://example.org/o",
    "licence": "ask",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


@pytest.fixture
def take(project: Project, tmp_path: Path) -> Callable[..., Report]:
    def take(
        text: str | bytes, name: str = "f.csv", dry_run: bool = False, **said: object
    ) -> Report:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        request = Request(**{"statistic": "unemployment", **said})  # type: ignore[arg-type]
        return import_statistic(project, [path], request, DAY, dry_run=dry_run)

    return take


def rows(project: Project, statistic: str = "unemployment") -> list[str]:
    with (project.raw / "official_statistics.csv").open(encoding="utf-8", newline="") as file:
        return [
            ",".join([*row.values()][1:])
            for row in csv.DictReader(file)
            if row["statistic"] == statistic
        ]


def files(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.raw.glob("official_statistics.*")}


def test_a_file_of_eurostat_becomes_rows_with_codes_flags_and_credit_of_the_study(
    project: Project, take: Callable[..., Report]
) -> None:
    report = take(TSV, "estat_lab.tsv", instead_of="rates")
    assert rows(project) == [
        "AA001C,,1999,9,%,,Eurostat,lab",
        "AA001C,,2000,8.25,%,break provisional,Eurostat,lab",
        "BB001C,,2001,12,%,provisional,Eurostat,lab",
    ]
    sidecar = yaml.safe_load((project.raw / "official_statistics.yml").read_text("utf-8"))
    # the dataset that gave way has no row any more
    assert [one["dataset"] for one in sidecar["sources"]] == ["Survey", "lab"]
    told = sidecar["sources"][1]
    assert told["publisher"] == "Eurostat"
    assert told["addresses"] == ["https://example.org/lab"]
    assert told["licence"] == "reuse allowed"
    assert told["retrieved"] == DAY
    (vintage,) = told["vintages"]
    assert vintage["files"] == {"estat_lab.tsv": hashlib.sha256(TSV.encode()).hexdigest()}
    assert vintage["rows"] == 3
    # of the five that stood there 2000 is another figure, and those of 2002 and 1995 are gone
    assert vintage["changed"] == (
        "0 new, 1 changed (most of all AA001C 2000: 8 to 8.25 break provisional), 2 gone, 2 as before"
    )
    assert sidecar["min_rows"] == 5
    said = say_report(report, dry_run=False)
    assert "3 figures of 1 place that the study does not know: ZZ001C" in said
    assert "3 cells without a figure" in said
    check(project)


def test_flags_reach_the_tables_that_pages_are_made_of(
    project: Project, take: Callable[..., Report]
) -> None:
    take(TSV, "estat_lab.tsv", instead_of="rates")
    statistics = invented.tables_of(check(project))["2002"]["statistics"].set_index("place_code")
    assert statistics["caveat"].to_dict() == {
        "AA001C": "break in the series; provisional",
        "BB001C": "provisional",
    }
    assert set(statistics["source"]) == {"Eurostat, lab"}


def test_the_same_file_twice_is_the_same_bytes(
    project: Project, take: Callable[..., Report]
) -> None:
    take(TSV, "estat_lab.tsv", instead_of="rates")
    before = files(project)
    assert not take(TSV, "estat_lab.tsv").written
    assert files(project) == before


def test_a_later_file_is_a_new_vintage_of_its_dataset_alone(
    project: Project, take: Callable[..., Report]
) -> None:
    take(TSV, "estat_lab.tsv", instead_of="rates")
    later = TSV.replace("12 p", "12.5").replace("9.0 ", "9 ")
    report = take(later, "estat_lab.tsv", retrieved=datetime.date(2026, 5, 6))
    assert (report.change.new, report.change.changed, report.change.gone) == (0, 1, 0)
    assert rows(project)[2] == "BB001C,,2001,12.5,%,,Eurostat,lab"
    assert rows(project, "online")
    sidecar = yaml.safe_load((project.raw / "official_statistics.yml").read_text("utf-8"))
    told = sidecar["sources"][1]
    assert [one["retrieved"].isoformat() for one in told["vintages"]] == [
        "2026-02-03",
        "2026-05-06",
    ]
    assert told["retrieved"].isoformat() == "2026-05-06"


def test_a_dry_run_says_the_same_and_writes_nothing(
    project: Project, take: Callable[..., Report]
) -> None:
    before = files(project)
    report = take(TSV, "estat_lab.tsv", dry_run=True, instead_of="rates")
    assert "nothing was written" in say_report(report, dry_run=True)
    assert files(project) == before


def test_the_world_banks_archive_gives_figures_of_countries(
    project: Project, take: Callable[..., Report]
) -> None:
    text = (
        '"Data Source","Indicators",\n\n"Last Updated Date","2026-02-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2000","2001",\n'
        '"Aland","AAA","Online","ONL","0.55","",\n"World","WLD","Online","ONL","0.5","0.6",\n'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("API_ONL.csv", text)
        archive.writestr("Metadata_Country_API_ONL.csv", "x")
    said = {"unit": "index", "address": "https://example.org/w", "licence": "CC BY 4.0"}
    report = take(made.getvalue(), "API.zip", statistic="online", instead_of="Survey", **said)
    assert rows(project, "online") == [",AA,2000,0.55,index,,World Bank,Indicators"]
    assert report.chosen.places == {"WLD": 2}
    check(project)


def test_the_oecds_powers_of_ten_and_declared_units_are_reckoned_and_said(
    project: Project, take: Callable[..., Report]
) -> None:
    framework = project.raw / "framework"
    for name, row in (
        ("statistics", "people,city,POP,People,people,0,\n"),
        ("units", "DOZEN,people,12,twelve people\n"),
    ):
        path = framework / f"{name}.csv"
        path.write_text(path.read_text("utf-8") + row, "utf-8")
    head = "DATAFLOW,REF_AREA,MEASURE,SEX,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
    text = head + "".join(
        f"OECD:DF(1.0),{place},POP,{sex},DOZEN,{year},{value},{status},3\n"
        for place, sex, year, value, status in [
            *[("AA001C", "_T", 2000, 1.5, "A"), ("AA001C", "F", 2000, 0.7, "A")],
            *[("BB001C", "_T", 2000, 2, "B"), ("BB001C", "_T", "2000-Q1", 2, "A")],
        ]
    )
    said = {"statistic": "people", "address": "https://example.org/o", "licence": "CC BY 4.0"}
    with pytest.raises(Faults, match=r"several figures.*SEX \(F, _T\).*--only SEX=_T"):
        take(text, **said)
    report = take(text, only={"sex": "_T"}, **said)
    # 1.5 and 2 thousand dozens
    assert rows(project, "people") == [
        "AA001C,,2000,18000,people,,OECD,DF",
        "BB001C,,2000,24000,people,break,OECD,DF",
    ]
    assert report.chosen.periods == {"2000-Q1": 1}
    assert "DOZEN times 12 is people" in (project.raw / "official_statistics.yml").read_text(
        "utf-8"
    )


LONG = "city,country,year,value,unit,flag\nDelta,Beland,2000,4,%,p\nAlfa,AX,2001,6.50,%,\nAlpha,BB,2001,1,%,\n"


def test_a_plain_table_may_name_cities_within_their_country(
    project: Project, take: Callable[..., Report]
) -> None:
    report = take(LONG, **OWN)
    assert [row for row in rows(project) if "Town hall" in row] == [
        "AA001C,,2001,6.5,%,,Town hall,own",
        "BB002C,,2000,4,%,provisional,Town hall,own",
    ]
    assert report.chosen.places == {"Alpha": 1}


def test_figures_of_two_publishers_stand_beside_each_other_each_with_its_own_credit(
    project: Project, take: Callable[..., Report]
) -> None:
    take(LONG, **OWN)
    tables = invented.tables_of(check(project))["2002"]
    credit = tables["statistics"].set_index("place_code")["source"].to_dict()
    assert credit == {
        "AA001C": "Town hall, own",
        "BB001C": "Nobody, rates",
        "BB002C": "Town hall, own",
    }


@pytest.mark.parametrize(
    ("text", "said", "what"),
    [
        (LONG, {}, "do not say the publisher"),
        (LONG, {"publisher": "Town hall"}, "do not say the dataset"),
        (LONG, {**OWN, "address": "example.org"}, "'example.org': is no web address"),
        (LONG, {**OWN, "statistic": "unemploymen"}, "unknown statistic 'unemploymen'"),
        (LONG, {**OWN, "instead_of": "rate"}, "no dataset is called 'rate'"),
        (LONG.replace("%", "per 1,000").replace("per 1,000", '"per 1,000"'), OWN, "is in per 1,000, and unemployment in %"),
        (LONG.replace(",%,", ",,"), OWN, "does not say its unit"),
        (LONG, {**OWN, "unit": "people"}, "says the unit %"),
        (LONG.replace(",4,", ",104,"), OWN, "is impossible for unemployment"),
        (LONG.replace(",4,", ",4e,"), OWN, "is no number"),
        (LONG.replace(",4,", ',"1,5",'), OWN, "is no number"),
        (LONG.replace(",p\n", ",q\n"), OWN, "is a flag that nobody knows"),
        (LONG + "Alfa,AA,2001,7,%,\n", OWN, "AA001C has another figure for 2001 in f.csv:3"),
        (LONG.replace("Alfa,AX,2001", "Alfa,AX,2000"), OWN, "1 of these figures stand there already, from rates"),
        (LONG.replace("Delta", "Omega").replace("Alfa", "Omega"), OWN, "hold no figure of unemployment"),
        (LONG, {**OWN, "only": {"sex": "T"}}, "is no key of the file"),
        (LONG, {**OWN, "only": {"country": "CC"}}, "country is never that"),
        ("DATAFLOW,where,TIME_PERIOD,OBS_VALUE\nA:B(1.0),AA001C,2000,1\n", OWN, "has no column of places"),
        (TSV.replace("X1", "X3"), {**OWN}, "X1 is not among its indic_ur"),
    ],
)  # fmt: skip
def test_what_disagrees_is_refused_whole(
    project: Project,
    take: Callable[..., Report],
    text: str,
    said: dict[str, object],
    what: str,
) -> None:
    before = files(project)
    with pytest.raises((Faults, StudyError)) as caught:
        take(text, **said)
    assert what in str(caught.value)
    assert files(project) == before


def test_many_faults_of_a_kind_are_counted(project: Project, take: Callable[..., Report]) -> None:
    years = "".join(f"Alfa,AA,{year},200,%,\n" for year in range(1901, 1931))
    with pytest.raises(Faults) as caught:
        take("city,country,year,value,unit,flag\n" + years, **OWN)
    assert len(caught.value.faults) == 6
    assert caught.value.faults[-1].what.endswith("25 more")


def test_a_correction_whose_figure_is_replaced_stops_the_import(
    project: Project, take: Callable[..., Report]
) -> None:
    correction = {
        **{
            "row": {"city_code": "AA001C", "year": "2000"},
            "column": "value",
            "old": "8",
            "new": "3",
        },
        **{"reason": "a slip", "sources": ["https://example.org/s"]},
    }
    invented.write_sidecar(project.raw, "official_statistics", corrections=[correction])
    before = files(project)
    with pytest.raises(Faults, match="expects '8'"):
        take(TSV, "estat_lab.tsv", instead_of="rates")
    assert files(project) == before


def test_figures_that_stand_under_a_later_code_of_their_city_stop_no_import(
    project: Project, take: Callable[..., Report]
) -> None:
    head = "code,city_code,kind,since,until,source\n"
    codes = project.raw / "framework" / "city_codes.csv"
    codes.write_text(f"{head}AA077C,AA001C,code,,,invented\n", encoding="utf-8")
    invented.rewrite(project.raw, "official_statistics", "AA001C", "AA077C")
    check(project)
    take("city_code,year,value,unit\nBB001C,1990,5,%\n", **OWN)
    check(project)
    assert "BB001C,,1990,5,%,,Town hall,own" in rows(project)


@pytest.mark.parametrize("name", ["official_statistics.csv", "official_statistics.yml"])
def test_an_import_cut_short_is_finished_by_the_next(
    project: Project,
    take: Callable[..., Report],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    before, write = files(project), write_atomically

    def cut(path: Path, data: bytes) -> None:
        if path == project.raw / name:
            raise KeyboardInterrupt
        write(path, data)

    monkeypatch.setattr("studylib.importing.taking.write_atomically", cut)
    with pytest.raises(KeyboardInterrupt):
        take(TSV, "estat_lab.tsv", instead_of="rates")
    monkeypatch.undo()
    table_is_old = files(project)["official_statistics.csv"] == before["official_statistics.csv"]
    assert table_is_old == name.endswith("csv")
    take(TSV, "estat_lab.tsv", instead_of="rates" if table_is_old else "")
    check(project)
    assert len(rows(project)) == 3
    assert not (project.build / "import/official_statistics.yml").exists()


def test_the_command_takes_a_file_in(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "estat_lab.tsv").write_text(TSV, "utf-8")
    monkeypatch.chdir(tmp_path)
    words = ["import", "estat_lab.tsv", "--statistic", "unemployment", "--instead-of", "rates"]
    with pytest.raises(SystemExit) as end:
        main([*words, "--retrieved", "2026-01-02", "--only", "freq=A"])
    assert end.value.code == 0
    assert "unemployment: 3 figures, credited to Eurostat, lab" in capsys.readouterr().out
    assert "retrieved: 2026-01-02" in (project.raw / "official_statistics.yml").read_text("utf-8")


def test_the_example_for_teams_works_on_the_real_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## An official statistic")[2]
    first, second = example.partition("```sh\n")[2].partition("\n```")[0].splitlines()
    invented.write_settings(tmp_path)
    for folder in ("raw", "schema"):
        shutil.copytree(ROOT / "data" / folder, tmp_path / "data" / folder)
    monkeypatch.chdir(tmp_path)
    subprocess.run(["sh", "-c", first], check=True)
    with pytest.raises(SystemExit) as end:
        main(shlex.split(second)[1:])
    said = capsys.readouterr().out
    assert end.value.code == 0, said
    assert "unemployment_rate: 1 figure, credited to An office, rates" in said
    assert "flag: 1 provisional" in said


def test_signs_that_nobody_sees_in_an_option_are_refused_as_a_check_would_refuse_them(
    project: Project, take: Callable[..., Report]
) -> None:
    before = files(project)
    with pytest.raises(Faults, match=r"U\+200B \(zero width space\)(.|\n)*--title") as refused:
        take(TSV, "estat_lab.tsv", instead_of="rates", title="La\u200bbour", licence=" ")
    assert "--licence" in str(refused.value)
    assert files(project) == before


def test_odd_options_are_named() -> None:
    for word in ("sex", "=T", "sex="):
        with pytest.raises(StudyError, match="is no choice"):
            read_choices([word])
    with pytest.raises(StudyError, match="is no day"):
        read_day("2026-02-30")
