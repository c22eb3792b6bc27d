"""A county for the command line."""

import pytest

from tests.records.another_county import make_county


@pytest.fixture
def county(tmp_path, monkeypatch):
    """Work in an empty folder with the files of another county below it."""
    monkeypatch.chdir(tmp_path)
    return make_county(tmp_path / "eastmark").relative_to(tmp_path)
