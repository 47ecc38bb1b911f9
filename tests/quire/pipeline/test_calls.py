"""What a cell reads and shows, however it is written."""

from __future__ import annotations

import ast

import pytest

from quire.pipeline.calls import Read, Reader, calls_of, names_used

READ = Reader.TABLES


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("study = read_edition(edition)", [Read(Reader.EDITION)]),
        ("every = read_editions()", [Read(Reader.EDITIONS)]),
        ('a, b = read_tables(edition, "cities", "items")', [Read(READ, None, ("cities", "items"))]),
        ('(a,) = tables.read_tables(edition, "cities")', [Read(READ, None, ("cities",))]),
        ('(a,) = read_tables("2019", "cities")', [Read(READ, "2019", ("cities",))]),
        ('(a,) = read_all_tables("cities")', [Read(Reader.ALL_TABLES, None, ("cities",))]),
        ("read_editions_up_to(edition)", [Read(Reader.EDITIONS_UP_TO)]),
        (
            '(a,) = read_tables_up_to(edition, "cities")',
            [Read(Reader.TABLES_UP_TO, None, ("cities",))],
        ),
        ('def f():\n    return read_tables(edition, "cities")', [Read(READ, None, ("cities",))]),
        ("from studylib.data.tables import read_tables", []),
        (
            '(a,) = read_results(edition, "scores", "areas")',
            [Read(Reader.RESULTS, None, ("areas",), "scores", surely=True)],
        ),
        (
            'if b:\n    (a,) = read_results("study", "trends", "areas")',
            [Read(Reader.RESULTS, "study", ("areas",), "trends")],
        ),
        (
            '(a,) = read_all_results("scores", "areas")',
            [Read(Reader.ALL_RESULTS, None, ("areas",), "scores", surely=True)],
        ),
    ],
)
def test_reads_are_found(source: str, reads: list[Read]) -> None:
    found = calls_of(ast.parse(source))
    assert (found.reads, found.problems) == (reads, [])


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("read_tables(edition, name)", "a table in read_tables is not a literal"),
        ('read_tables(edition, f"{name}")', "a table in read_tables is not a literal"),
        ("read_tables(edition, *names)", "read_tables is not called with plain names"),
        ('read_tables(edition=edition, name="a")', "read_tables is not called with plain names"),
        ('read_tables(other, "cities")', "the edition in read_tables is not the parameter"),
        ("read_edition()", "the edition in read_edition is not the parameter"),
        ("read_tables(edition)", "read_tables names no table"),
        ("read_all_tables()", "read_all_tables names no table"),
        ('read_results(edition, "scores")', "read_results names no table"),
        ("read_results(edition, name, table)", "a table in read_results is not a literal"),
        ('read_results(other, "a", "b")', "the edition in read_results is not the parameter"),
        ('read_all_results("scores")', "read_all_results names no table"),
        ("keep_table(name, frame)", "the id in keep_table is not a literal"),
        ("keep = keep_table", "keep_table is not called here"),
        ("read = read_tables", "read_tables is not called here"),
        (
            "from studylib.data.tables import read_tables as read",
            "read_tables is imported under another name",
        ),
        ("show_figure(name, figure)", "the id in show_figure is not a literal"),
        ('show_table("../a", frame)', "the id '../a' in show_table is no valid id"),
        ("show_table()", "the id in show_table is not a literal"),
    ],
)
def test_what_the_plan_could_not_see_is_a_problem(source: str, problem: str) -> None:
    assert [what for what, _ in calls_of(ast.parse(source)).problems] == [problem]


@pytest.mark.parametrize(
    ("source", "shown", "expected"),
    [
        ('show_table("a", b)', ["a"], ["figures/a.csv"]),
        ('show_figure("a", b)', ["a"], ["figures/a.csv", "figures/a.svg"]),
        ('with quiet():\n    show_table("a", b)', ["a"], ["figures/a.csv"]),
        ('x = show_table("a", b)', ["a"], ["figures/a.csv"]),
        ('if b:\n    show_table("a", b)', ["a"], []),
        ('for c in b:\n    show_table("a", c)', ["a"], []),
        ('def f():\n    show_table("a", b)', ["a"], []),
        ('b and show_table("a", b)', ["a"], []),
        ('keep_table("a", b)', [], ["tables/a.csv", "tables/a.json"]),
        ('if b:\n    keep_table("a", b)', [], []),
    ],
)
def test_only_what_is_surely_shown_is_expected(
    source: str, shown: list[str], expected: list[str]
) -> None:
    found = calls_of(ast.parse(source))
    assert (found.shown, found.expected) == (shown, expected)


@pytest.mark.parametrize(
    ("source", "states"),
    [
        ('state("n", 1, origin="a")', True),
        ('if b:\n    state("n", 1, origin="a")', False),
        ("machine.state(1)", False),
    ],
)
def test_values_are_expected_where_one_is_surely_stated(source: str, states: bool) -> None:
    assert calls_of(ast.parse(source)).states is states


def test_names_read_and_assigned_are_told_apart() -> None:
    loaded, stored = names_used(ast.parse("a = b + c.d\nfor e in a:\n    pass"))
    assert (loaded, stored) == ({"a", "b", "c"}, {"a", "e"})


@pytest.mark.parametrize(
    ("source", "clock"),
    [
        ("datetime.now()", True),
        ("import datetime as dt\nday = dt.datetime.now(dt.UTC).date()", True),
        ("datetime.date.today()", True),
        ("f(pd.Timestamp.now())", True),
        ("pd.to_datetime('today')", True),
        ('np.datetime64("now", "D")', True),
        ("time.time()", True),
        ("time()", True),
        ("time.strftime('%Y')", True),
        ("uuid.uuid1()", True),
        ("pd.Timestamp('2019-01-01')", False),
        ("row.day.time()", False),
        ("day.strftime('%Y')", False),
        ("time.strftime('%Y', day)", False),
        ("time.monotonic()", False),
    ],
)
def test_a_call_of_the_clock_is_a_problem(source: str, clock: bool) -> None:
    problems = calls_of(ast.parse(source)).problems
    assert ["reads the clock" in what for what, _ in problems] == [True] * clock
