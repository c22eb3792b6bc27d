"""Write the packs of a fit: aside first, then moved in together, so that a study never meets half of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.county.build import build_county
from sim.county.files_config import FilesCounty
from sim.demand.build import build_demand
from sim.demand.config import DemandConfig
from sim.errors import InputError
from sim.fit.county_pack import county_pack, write_county_files
from sim.fit.demand_pack import demand_pack
from sim.fit.fitted import FittedCounty
from sim.fit.numbers import fit_numbers
from sim.fit.yaml_text import yaml_text
from sim.json_text import json_text
from sim.outcomes.tables import write_text
from sim.run.staging import staged_together
from sim.study.county_file import read_county_file
from sim.study.packs import FOLDERS, LOCAL, bundle_folder

NUMBERS, PAGE = "fit.json", "fit.html"
MARK = "Written by `python -m sim fit`"
"""What the first line of a pack says that may be written over."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Packs:
    """Where the packs of a fit are.

    Parameters
    ----------
    place
        The folder that is laid out like `models/`.
    name
        Name of both packs.
    """

    place: Path
    name: str

    @property
    def county(self) -> str:
        """The county pack, as seen from the place."""
        return f"{self.name}.yaml"

    @property
    def demand(self) -> str:
        """The demand pack, as seen from the place."""
        return f"{FOLDERS['demand']}/{self.name}.yaml"

    @property
    def found_by_name(self) -> bool:
        """Whether every study finds the packs by their name: they lie where fits are searched for."""
        return self.place.resolve() == LOCAL.resolve()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that is written; the county pack, which names the rest, last."""
        return self.name, self.demand, self.county

    def refuse(self) -> None:
        """Refuse a name that is taken by something else, or that no pack can have.

        Raises
        ------
        InputError
            With what is in the way, and what to do.
        """
        do = "give the fit another name with --name"
        if not _NAME.fullmatch(self.name):
            raise InputError.of(self.name, "a pack's name has letters, digits, hyphens and underscores only", do)
        shipped = [bundle_folder("models"), Path("models")]
        taken = [root / name for root in shipped for name in (self.county, self.demand)]
        if any(path.is_file() and path.resolve().parent != self._parent_of(path.name) for path in taken):
            raise InputError.of(self.name, "a pack that comes with the program has this name", do)
        for name in (self.county, self.demand):
            path = self.place / name
            if path.exists() and not _is_ours(path):
                raise InputError.of(str(path), "this was not written by a fit, and would be replaced", do)
        folder = self.place / self.name
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / NUMBERS).is_file()):
            raise InputError.of(str(folder), "this holds something else than a fit, which would be replaced", do)

    def _parent_of(self, name: str) -> Path:
        """Give the folder in which a pack of the fit will stand."""
        return (self.place / name).resolve().parent


def write_packs(fitted: FittedCounty, place: Path, page: Callable[[FittedCounty], str]) -> Packs:
    """Write the county pack, the demand pack, their files, the numbers and the page.

    Parameters
    ----------
    fitted
        The fit.
    place
        Folder that is laid out like `models/`.
    page
        Renders the page.

    Returns
    -------
    Packs
        Where they are.

    Raises
    ------
    InputError
        If something else is in the way, or if no demand can be built from the fit; nothing is changed then.
    """
    packs = Packs(place, fitted.name)
    packs.refuse()
    with staged_together(place, packs.names) as stage:
        folder = stage / packs.name
        for path in (folder, (stage / packs.demand).parent):
            path.mkdir()
        write_county_files(fitted, folder)
        write_text(yaml_text(county_pack(fitted, place), _head(fitted, "county")), stage / packs.county)
        write_text(yaml_text(demand_pack(fitted), _head(fitted, "demand")), stage / packs.demand)
        write_text(json_text(fit_numbers(fitted)) + "\n", folder / NUMBERS)
        write_text(page(fitted), folder / PAGE)
        _try(stage, packs, fitted)
    return packs


def _head(fitted: FittedCounty, part: str) -> str:
    """Say above a pack what wrote it and from what."""
    return (
        f"{MARK} {fitted.file.name}: do not edit, fit again.\n"
        f"The {part} of {fitted.county.name}, {fitted.source}.\n"
        f"All numbers with their intervals and how well they fit are in {fitted.name}/{NUMBERS} and {fitted.name}/{PAGE}."
    )


def _is_ours(path: Path) -> bool:
    """Tell whether a pack was written by a fit."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return MARK in lines.readline()


def _try(stage: Path, packs: Packs, fitted: FittedCounty) -> None:
    """Read what was written, and build the county and its demand from it, before it takes its place."""
    read_county_file(str(stage / packs.county))
    # a road file lies elsewhere, and is named as seen from where the pack will stand
    config = FilesCounty.model_validate(county_pack(fitted, stage))
    county = build_county(config, stage, packs.county)
    build_demand(DemandConfig.model_validate(demand_pack(fitted)), county)
