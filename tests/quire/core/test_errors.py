"""Errors that travel from one process to another arrive whole."""

from __future__ import annotations

import pickle

import pytest

from quire.core.errors import Fault, Faults, StudyError
from quire.pipeline.runs import Busy

FAULT = Fault("data/raw/a.csv", 3, "share", "130", "above 100", "give a share from 0 to 100")


@pytest.mark.parametrize(
    "error",
    [
        StudyError("it is closed", where="a door", repair="open it"),
        Faults([FAULT], where="data/raw"),
        Busy("another is at work", where="build", repair="wait"),
    ],
)
def test_an_error_arrives_as_it_was_sent(error: StudyError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert (vars(arrived), arrived.args) == (vars(error), error.args)
