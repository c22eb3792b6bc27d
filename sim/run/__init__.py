"""Run a study: the one place that builds the parts and joins them.

Its one verb is looked up when it is asked for: a worker process imports what runs a replication, and not the maps,
tables and pages that the results are written with, which take three times the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.run.study import StudyResult, run_study

__all__ = ["StudyResult", "run_study"]


def __getattr__(name: str) -> object:
    """Import the verb, and what it gives back, from where they live."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from sim.run import study  # noqa: PLC0415 - heavy for a worker

    return getattr(study, name)
