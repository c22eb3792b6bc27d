"""Studies that several tests look at; each is run once."""

import pytest

from tests.run.studying import TINY, Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Give the desk of this session: what was once measured is there for all tests."""
    return Desk(tmp_path_factory.getbasetemp() / "studies")


@pytest.fixture(scope="session")
def tiny(desk):
    """Run the tiny study once with one worker; give its results."""
    return desk.run(desk.load(TINY), "tiny")
