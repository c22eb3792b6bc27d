"""The parts of several forces side by side: each a block of its own, built where it is needed and let go after it.

One matrix of all areas of a nation would take gigabytes, and one event loop slows down with every unit in it: the cost
of blocks is the sum of their costs.
"""

from __future__ import annotations

from threading import Lock

from sim.command.engine import EngineName
from sim.run.parts import Parts, build_parts
from sim.study.loaded import LoadedStudy


class Forces:
    """Gives the parts of each force; holds those of the last one asked for.

    Parameters
    ----------
    loaded
        A study of several forces.
    engine
        What carries the street.
    """

    def __init__(self, loaded: LoadedStudy, engine: EngineName = "numba") -> None:
        self.loaded = loaded
        self._engine: EngineName = engine
        self._last: Parts | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Forces], tuple[LoadedStudy, EngineName]]:
        return Forces, (self.loaded, self._engine)

    def of_block(self, block: int) -> Parts:
        """Give the parts of one force, or of the county that all are modelled on.

        Parameters
        ----------
        block
            Number of the force, from 1; 0 is the county that all are modelled on.
        """
        with self._lock:  # the worker of a cluster may have several threads
            if self._last is None or self._last.loaded.block != block:
                self._last = None  # two would be held at once
                self._last = build_parts(self.loaded.of_block(block), self._engine)
            return self._last
