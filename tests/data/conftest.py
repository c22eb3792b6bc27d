"""What the tests of data share: a publisher, and a list of what it publishes."""

from __future__ import annotations

import pytest

from tests.data.server import Publisher


@pytest.fixture
def publisher():
    """Give a publisher that serves nothing yet."""
    server = Publisher()
    yield server
    server.close()
