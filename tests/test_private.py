"""What stays with the secretariat: not in version control, and not in what the workflow publishes."""

from __future__ import annotations

import subprocess

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_git_ignores_what_came_in_but_for_the_page_that_says_what_lies_there() -> None:
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert lines[lines.index("data/incoming/*") + 1] == "!data/incoming/README.md"
    assert "build/" in lines
    try:
        listed = subprocess.run(
            ["git", "ls-files", "data/incoming", "data/raw/preparation"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no checkout")
    private = ("cities.csv", "answers.csv", "texts.csv", "submissions.csv", "doubts.csv")
    assert [name for name in listed if name.endswith(private)] == []
    assert [name for name in listed if name.startswith("data/incoming/")] in (
        [],
        ["data/incoming/README.md"],
    )


def test_the_workflow_publishes_the_public_book_and_nothing_else() -> None:
    steps = [
        step
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in job["steps"]
    ]
    published = [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")]
    assert published == ["build/html"]
    # neither what a step runs nor what CI runs makes the internal book, or copies it
    said = [str(step.get("run", "")) for step in steps]
    said += [(ROOT / name).read_text("utf-8") for name in (".ci/run", "Makefile")]
    assert [text for text in said if "internal" in text] == []
