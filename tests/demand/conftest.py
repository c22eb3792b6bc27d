"""Counties and demands that the tests of this room share."""

import pytest

from sim.county.build import build_county
from sim.county.made_up_config import EmbeddedCounty
from sim.demand.build import build_demand, handling_of
from sim.demand.config import DemandConfig
from tests.demand.make import MODELS, draw
from tests.files import read_yaml


@pytest.fixture(scope="session")
def pack():
    """The default pack."""
    return DemandConfig.model_validate(read_yaml(MODELS / "demand" / "hertfordshire.yaml"))


@pytest.fixture(scope="session")
def embedded_county():
    """The embedded county of 690 areas."""
    return build_county(EmbeddedCounty.model_validate(read_yaml(MODELS / "hertfordshire.yaml")), MODELS)


@pytest.fixture(scope="session")
def hertfordshire(pack, embedded_county):
    """The default demand on the embedded county."""
    return build_demand(pack, embedded_county)


@pytest.fixture(scope="session")
def year_histories(pack, hertfordshire, embedded_county):
    """Three years drawn from the default demand."""
    return [
        draw(hertfordshire, embedded_county, handling_of(pack), replication=replication) for replication in range(3)
    ]
