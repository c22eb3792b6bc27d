"""The packs of the program are read again and again here: parse each only once."""

from functools import cache

import pytest

from sim.study import reader


@pytest.fixture(autouse=True, scope="package")
def parsed_once():
    """Keep what a text was parsed into; nothing changes the nodes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_compose", cache(reader._compose))
        yield
