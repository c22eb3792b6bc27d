"""A study with everything that it names, read and checked: what the rest of the program is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from sim.clock import Clock
from sim.command.config import EffectPack, StreetConfig
from sim.config import Sourced, sourced_numbers
from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.county.table_config import TableCounty
from sim.demand.config import DemandConfig
from sim.demand.config import assumptions as demand_numbers
from sim.errors import InputError
from sim.force.config import ForceConfig
from sim.harm.config import HarmPack
from sim.keys import block_seed
from sim.outcomes.config import CostPack
from sim.outcomes.precision_config import PrecisionRule
from sim.study import checks
from sim.study.blocks import block_of
from sim.study.files import Source, rebased
from sim.study.listed import list_sections, unknown_areas
from sim.study.reader import Document, Loc
from sim.study.schema import Study
from sim.study.trial_schema import TrialStudy

if TYPE_CHECKING:
    from sim.county.model import County
    from sim.study.hotspot_list import HotspotList


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study with everything that it names, checked.

    Parameters
    ----------
    file
        The study file as the user named it.
    study
        The study as written, with the overrides of the command line.
    county, county_file, county_folder
        The county's description, the file that it stands in, and the folder that its data files are relative to.
    demand, force, street, costs, effect
        The other parts.
    effect_drawn
        Whether the size of the effect is drawn anew for each replication.
    harm
        Harm packs by name: the program's four, and the study's own if it is another.
    sources
        Every file that was read, the study first.
    document
        The study file with the place of everything in it, for mistakes that only show when the parts are built.
    block
        Which of several forces this is, from 1; 0 is a study of one county, or of all forces.
    lists
        Lists of hotspots that were read from files, by the section that names each; the study holds them written out.
    """

    file: str
    study: Study
    county: EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty
    county_file: str
    county_folder: Path
    demand: DemandConfig
    force: ForceConfig
    street: StreetConfig
    costs: CostPack
    effect: EffectPack
    effect_drawn: bool
    harm: dict[str, HarmPack]
    sources: tuple[Source, ...]
    document: Document = field(repr=False, compare=False)
    block: int = 0
    lists: Mapping[Loc, HotspotList] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """The study's calendar."""
        study = self.study
        return Clock(study.start, study.warm_up_days, study.days, study.cool_down_days)

    @property
    def precision_rule(self) -> PrecisionRule | None:
        """How closely a difference is to be known; None where the number of replications is fixed."""
        replications = self.study.replications
        return replications if isinstance(replications, PrecisionRule) else None

    @property
    def most_replications(self) -> int:
        """The number of replications, or the most that are run for a stated precision."""
        replications = self.study.replications
        return replications.at_most if isinstance(replications, PrecisionRule) else replications

    @property
    def has_data_elsewhere(self) -> bool:
        """Whether the county is read from files that do not lie beside its own."""
        return bool(self.data_read) and self.county_folder.resolve() != Path(self.county_file).resolve().parent

    @property
    def data_read(self) -> tuple[Source, ...]:
        """The files of data among those that were read: no study, no pack, and no list of hotspots, which is part of the study."""
        lists = {found.source for found in self.lists.values()}
        return tuple(each for each in self.sources if each.path.suffix not in {".yaml", ".yml"} and each not in lists)

    @property
    def trial(self) -> TrialStudy | None:
        """The study of pilots that this is; None for a study of options."""
        return self.study if isinstance(self.study, TrialStudy) else None

    @property
    def forces(self) -> int:
        """Number of forces that stand side by side; 0 in a study of one county."""
        return self.county.forces if isinstance(self.county, ForcesCounty) else 0

    @property
    def draw_seed(self) -> int:
        """Seed of all draws but the effect of patrol, which is one for all forces."""
        return block_seed(self.study.seed, self.block)

    @property
    def runs(self) -> int:
        """Scenarios times replications, at most."""
        return len(self.study.scenarios) * self.most_replications

    @property
    def harm_pack(self) -> HarmPack:
        """The harm index that the study is asked in."""
        return self.harm[self.study.harm_index]

    @property
    def assumptions(self) -> tuple[tuple[str, Sourced], ...]:
        """Every number that the study rests on, by dotted path, in a fixed order."""
        numbers = [(f"demand.{path}", number) for path, number in demand_numbers(self.demand)]
        parts: dict[str, BaseModel] = {
            "county": self.county,
            "force": self.force,
            "street": self.street,
            "effect": self.effect,
            "costs": self.costs,
            f"harm.{self.study.harm_index}": self.harm_pack,
        }
        for name, part in parts.items():
            numbers.extend(sourced_numbers(part, name))
        return tuple(numbers)

    @property
    def names_areas(self) -> bool:
        """Whether hotspots are named one by one, which is to be held against the county."""
        return any(True for _ in list_sections(self.document))

    def of_block(self, block: int) -> LoadedStudy:
        """Give the study of one force among several.

        Parameters
        ----------
        block
            Its number, from 1; 0 gives the county that all are modelled on, with its own force and calls.

        Returns
        -------
        LoadedStudy
            The same question, with the calls, posts and extra officers of that force.
        """
        if not isinstance(self.county, ForcesCounty):
            message = "this study has one county"
            raise TypeError(message)
        return replace(self, **block_of(self.county, block, self.demand, self.force, self.study), block=block)

    def check_moves(self, posts: NDArray[np.int64]) -> None:
        """Check that each team has the officers that a scenario takes from it, once posts are known by district.

        Parameters
        ----------
        posts
            (3, n_districts) posts today, by team and kept district.

        Raises
        ------
        InputError
            With every move that asks for more, at its line.
        """
        problems = list(checks.check_moves(self.document, self.study.scenarios, posts.sum(axis=1)))
        if problems:
            raise InputError(problems)

    def check_listed(self, county: County, whole: County) -> None:
        """Check that lists of hotspots name areas of the county, once these are known.

        Parameters
        ----------
        county, whole
            The county as far as the study keeps it, and all of it.

        Raises
        ------
        InputError
            With the areas that there are not, at their lines.
        """
        problems = list(unknown_areas(self.document, self.lists, county, whole))
        if problems:
            raise InputError(problems)

    def resolved(self, folder: Path) -> dict[str, Any]:
        """Write the study out with everything that it names, as data that `load_study` can read again.

        Parameters
        ----------
        folder
            Where the file will stand; names of data files are made relative to it.

        Returns
        -------
        dict
            Plain data: sections, lists, texts, numbers and dates.
        """
        # what a demand leaves out has no source, so it stays left out
        demand = self.demand.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
        parts = {
            "county": rebased(_plain(self.county), self.county_folder, folder),
            "demand": demand,
            "force": _plain(self.force),
            "street": _plain(self.street),
            "costs": _plain(self.costs),
            "effect": {"pack": _plain(self.effect), "draw": self.effect_drawn},
            "harm_packs": {name: _plain(pack) for name, pack in self.harm.items()},
        }
        question = {name: value for name, value in _plain(self.study).items() if name not in parts}
        return {**question, **parts}


def _plain(model: BaseModel) -> dict[str, Any]:
    """Write a model out as plain data, without what is left out."""
    data: dict[str, Any] = model.model_dump(by_alias=True, exclude_none=True)
    return data
