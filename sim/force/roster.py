"""The roster while it is being drawn up: who is in which team, district, shift team and station."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.force.config import TEAMS, ForceConfig
from sim.force.model import NOT_POSTED, OFFICER
from sim.force.records import as_records
from sim.force.rota import ALWAYS, Rota
from sim.force.stations import home_areas

Record = tuple[int, int, int, int, int, float, float]
"""The fields of `OFFICER`, in order."""


@dataclass(slots=True)
class Entry:
    """One officer's place on the roster; the fields are those of `OFFICER`."""

    team: int
    district: int
    home: int
    rota: int = 0
    column: int = 0
    productivity: float = 0.0


class Roster:
    """Places officers so that shift teams stay even, in each district and in the county.

    Parameters
    ----------
    config
        The force.
    county
        Districts and stations.

    Attributes
    ----------
    rotas
        The rotas worked, by rota index; None is the one that never ends.
    entries
        One entry an officer; the position is the officer's id.
    """

    def __init__(self, config: ForceConfig, county: County) -> None:
        names = list(dict.fromkeys(config.rota[team] for team in TEAMS if team in config.rota))
        self.rotas: list[Rota | None] = [None if name == ALWAYS else config.rotas[name] for name in names]
        self.entries: list[Entry] = []
        self._rota_of_team = [names.index(config.rota[team]) if team in config.rota else None for team in TEAMS]
        self._attendance = 1.0 - config.abstraction.value
        self._homes = home_areas(county)
        self._in_district = [[[0] * self._columns(team) for _ in self._homes] for team in range(len(TEAMS))]
        self._in_county = [[0] * self._columns(team) for team in range(len(TEAMS))]

    def enlist(self, team: int, district: int, count: int) -> None:
        """Add trained officers to a team in a district; their ids follow the last one's."""
        for _ in range(count):
            self.post(self.enrol(district), team, 1.0)

    def enrol(self, district: int) -> int:
        """Add one officer of a district who cannot be posted yet, and give the id."""
        self.entries.append(Entry(NOT_POSTED, district, int(self._homes[district][0])))
        return len(self.entries) - 1

    def post(self, officer: int, team: int, productivity: float) -> None:
        """Post an officer who is not posted: to the shift team that has fewest, in the district, then in the county."""
        rota = self._rota_of_team[team]
        if rota is None:
            message = f"{TEAMS[team]} has no rota; add force.rota.{TEAMS[team]}"
            raise ValueError(message)
        entry = self.entries[officer]
        in_district, in_county = self._in_district[team][entry.district], self._in_county[team]
        column = min(range(len(in_county)), key=lambda index: (in_district[index], in_county[index], index))
        homes = self._homes[entry.district]
        entry.team, entry.rota, entry.column, entry.productivity = team, rota, column, productivity
        entry.home = int(homes[(column + in_district[column]) % homes.size])
        in_district[column] += 1
        in_county[column] += 1

    def withdraw(self, officer: int) -> None:
        """Take a posted officer off the street."""
        entry = self.entries[officer]
        self._in_district[entry.team][entry.district][entry.column] -= 1
        self._in_county[entry.team][entry.column] -= 1
        entry.team, entry.productivity = NOT_POSTED, 0.0

    def move(self, officer: int, team: int) -> None:
        """Move a posted officer to another team of the same district."""
        productivity = self.entries[officer].productivity
        self.withdraw(officer)
        self.post(officer, team, productivity)

    def members(self, team: int, district: int) -> list[int]:
        """List the officers of a team in a district, by rising id."""
        return [
            officer for officer, entry in enumerate(self.entries) if entry.team == team and entry.district == district
        ]

    def column_size(self, officer: int) -> int:
        """Count the officers in a posted officer's shift team in the same district."""
        entry = self.entries[officer]
        return self._in_district[entry.team][entry.district][entry.column]

    def record(self, officer: int) -> Record:
        """Give an officer's record of `OFFICER` as it stands now."""
        entry = self.entries[officer]
        presence = entry.productivity * self._attendance
        return entry.team, entry.district, entry.home, entry.rota, entry.column, presence, entry.productivity

    def records(self) -> NDArray[np.void]:
        """Give everybody's record of `OFFICER` as it stands now: (n_officers,)."""
        return as_records([self.record(officer) for officer in range(len(self.entries))], OFFICER)

    def _columns(self, team: int) -> int:
        """Count the shift teams of a team's rota."""
        index = self._rota_of_team[team]
        rota = None if index is None else self.rotas[index]
        return 1 if rota is None else rota.teams
