"""A made-up county, fitted once."""

from __future__ import annotations

import pytest

from sim.fit.run import fit_county
from sim.progress import Progress
from sim.study.county_file import read_county_file
from tests.records.another_county import make_county


@pytest.fixture(scope="session")
def eastmark_file(tmp_path_factory):
    """Give the county file of the made-up county."""
    return make_county(tmp_path_factory.mktemp("a county") / "eastmark")


@pytest.fixture(scope="session")
def eastmark(eastmark_file):
    """Give the made-up county, fitted."""
    return fit_county(read_county_file(str(eastmark_file)), Progress())
