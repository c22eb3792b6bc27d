"""A made-up county in the layouts of real ones, written once for each test that changes it."""

from __future__ import annotations

import pytest

from tests.records.another_county import make_county


@pytest.fixture
def county_path(tmp_path):
    """Give the county file of a made-up county, with its files beside it."""
    return make_county(tmp_path / "eastmark")
