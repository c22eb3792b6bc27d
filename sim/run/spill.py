"""Values by area lie on the disk between the run that gave them and the table that they end in.

They are by far the largest part of what a run comes to: in memory stay its measures alone, however many replications
there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.run_measures import RunMeasures


class Spill:
    """Keeps values by area in a folder.

    Parameters
    ----------
    folder
        An existing folder, which nobody else writes into.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = 0
        self._units: dict[str, str] = {}

    def keep(self, run: RunMeasures) -> RunMeasures:
        """Write the values by area of a run down.

        Parameters
        ----------
        run
            The run.

        Returns
        -------
        RunMeasures
            The same, with values by area that are read when they are asked for; names and units are one for all runs.
        """
        path = self._folder / f"{self._kept}.npy"
        self._kept += 1
        np.save(path, np.stack(list(run.by_area.values())))
        if run.units != self._units:
            self._units = run.units
        values = {name: run.values[name] for name in self._units}
        return replace(run, values=values, units=self._units, by_area=_OnDisk(path, tuple(run.by_area)))


class _OnDisk(Mapping[str, NDArray[np.float64]]):
    """Rows of an array on the disk by name.

    Parameters
    ----------
    path
        The file.
    names
        (n_rows,) names.
    """

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._path = path
        self._names = names

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Read one row."""
        try:
            row = self._names.index(name)
        except ValueError:
            raise KeyError(name) from None
        read: NDArray[np.float64] = np.array(np.load(self._path, mmap_mode="r")[row])
        return read

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._names)
