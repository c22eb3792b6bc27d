"""The desk at which studies are changed, shared with `tests/run`."""

import pytest

from tests.run.studying import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Give the desk of this session."""
    return Desk(tmp_path_factory.getbasetemp() / "studies")
