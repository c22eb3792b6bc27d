import pytest

from tests.outcomes.handmade import make_costs, make_record, make_severity


@pytest.fixture
def record():
    return make_record()


@pytest.fixture
def costs():
    return make_costs()


@pytest.fixture
def severity():
    return make_severity()
