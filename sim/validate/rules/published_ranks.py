"""The published top ten of the Hertfordshire index, from its five published component ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.county.source import Source
from sim.errors import InputError
from sim.harm.ranked import COMPONENTS
from sim.harm.ranks import combine_ranks
from sim.records.components import Listed, read_listed
from sim.run.parts import Parts
from sim.study.packs import bundle_folder
from sim.validate.judge import Never
from sim.validate.row import Row, Sample, sample_of

FILE = "hertfordshire_top_ten.csv"
RANK = "rank"


@dataclass(frozen=True, slots=True)
class PublishedRanks:
    """Ask whether the mean of five published ranks puts ten areas where they were published, ties included.

    Police and Crime Panel, 17 March 2022, Appendix 3. Nothing is drawn: the study in which it is asked does not matter.
    """

    rows: ClassVar[tuple[Row, ...]] = (Row("areas of the published top ten in another place", Never()),)
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:  # noqa: ARG002 - it is the same in every study
        """Combine the published ranks, and count the areas that are not where they were published."""
        listed = read_published_ranks()
        return sample_of([(float(misplaced(listed)), len(listed.area))], len(listed.area))


def read_published_ranks() -> Listed:
    """Read the published table."""
    folder = bundle_folder("models") / "published"
    source = Source(folder, FILE)
    columns = {key: key for key in ("area", *COMPONENTS, RANK)}
    listed = read_listed("published", FILE, columns, least=1.0, source=source)
    if listed is None:
        raise InputError(source.problems)
    return listed


def misplaced(listed: Listed) -> int:
    """Count the areas whose combined rank is not the published one."""
    combined = combine_ranks(np.stack([listed.value[key] for key in COMPONENTS]))
    return int(np.count_nonzero(combined != listed.value[RANK]))
