"""What a county is made from: the county part of a study, or a county file, as pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.county.table_config import TableCounty

ONLY_RECORDS = frozenset({"street", "outcomes", "incidents", "rank"})
"""Sections of a county file that commands read which rank, fit and test; a study is built without them."""
CountyConfig = Annotated[EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty, Field(discriminator="kind")]
"""A county pack or county file: exactly one kind."""
COUNTY_CONFIG: TypeAdapter[EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty] = TypeAdapter(CountyConfig)
"""Validates a county pack or county file read from YAML."""
