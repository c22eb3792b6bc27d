"""Lists of hotspots in a study: put what a file holds into its place, and hold areas against the county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ValidationError

from sim.errors import InputError, Problem
from sim.study.errors import value_at
from sim.study.suggest import did_you_mean, neighbour_file

if TYPE_CHECKING:
    from sim.county.model import County
    from sim.study.hotspot_list import HotspotList
    from sim.study.reader import Document, Loc
    from sim.study.schema import Study

AREAS, FILE, HOTSPOTS = "areas", "list_file", "hotspots"
SELECTION: Final = ("selection",)
_TOLD = 5
"""Unknown areas of one list that are told of one by one."""


def list_sections(study: Document) -> Iterator[Loc]:
    """Find the sections that name hotspots one by one, be the rest of the study right or not.

    Parameters
    ----------
    study
        The study file.

    Yields
    ------
    Loc
        Where each stands, in the order of the file: `target` of a scenario, or `selection` of a trial.
    """
    scenarios = study.data.get("scenarios")
    names = list(scenarios) if isinstance(scenarios, Mapping) else []
    for loc in (*(("scenarios", name, "target") for name in names), SELECTION):
        section = _section(study, loc)
        if section.get(AREAS) is not None or section.get(FILE) is not None:
            yield loc


def read_list(study: Document, loc: Loc) -> HotspotList | None:
    """Read the file that a section names.

    Parameters
    ----------
    study
        The study file.
    loc
        Where the section stands.

    Returns
    -------
    HotspotList | None
        The list; None where the section names no file.

    Raises
    ------
    InputError
        When there is no such file, at the line that names it; or with everything that is wrong in it.
    """
    name = _section(study, loc).get(FILE)
    if not isinstance(name, str) or not name:
        return None
    path = study.path.parent / Path(name.replace("\\", "/"))
    if not path.is_file():
        meant = Path(neighbour_file(path, (".csv",))).name
        do = f"did you mean {meant}?" if meant else "put it beside the study, or write the way to it from there"
        raise InputError([study.problem((*loc, FILE), f"there is no file {path}", do)])
    from sim.study.hotspot_list import read_hotspot_list  # noqa: PLC0415 - pandas, for those who have such a file

    return read_hotspot_list(path)


def filled(study: Study, document: Document, loc: Loc, found: HotspotList) -> Study:
    """Put a list that was read into the section that names its file.

    Parameters
    ----------
    study, document
        The study, and its file.
    loc
        Where the section stands.
    found
        The list.

    Returns
    -------
    Study
        The same with the list written out in place of the file's name: for the patrol of a scenario as many areas as it
        wants hotspots, from the first on.

    Raises
    ------
    InputError
        When more areas are wanted than are listed, or what is said of one does not go with the rest, at its line in the file.
    """
    old = _at(study, loc)
    data = {**old.model_dump(exclude_unset=True, exclude={FILE}), AREAS: dict(found.areas)}
    if loc != SELECTION:
        wanted = data.setdefault(HOTSPOTS, len(found.areas))
        if wanted > len(found.areas):
            what = f"{wanted} hotspots are wanted, and {found.source.name} lists {len(found.areas)}"
            raise InputError([document.problem((*loc, HOTSPOTS), what, "ask for fewer, or list more")])
        data[AREAS] = found.first(wanted)
    try:
        new = type(old).model_validate(data)
    except ValidationError as error:
        problems = [_about(document, loc, found, details["msg"]) for details in error.errors()]
        raise InputError(problems) from None
    filled_in: Study = _with(study, loc, new)
    return filled_in


def _at(model: Any, loc: Loc) -> Any:  # noqa: ANN401 - sections of any kind
    """Give the section at a path."""
    for key in loc:
        model = model[key] if isinstance(model, Mapping) else getattr(model, str(key))
    return model


def _with(model: Any, loc: Loc, new: BaseModel) -> Any:  # noqa: ANN401 - sections of any kind
    """Give a model with another section at a path."""
    if not loc:
        return new
    key, inner = loc[0], _with(_at(model, loc[:1]), loc[1:], new)
    return {**model, key: inner} if isinstance(model, Mapping) else model.model_copy(update={str(key): inner})


def _about(study: Document, loc: Loc, found: HotspotList, message: str) -> Problem:
    """Tell of a list that does not fit, at the area that is blamed if it is one."""
    what, _, do = message.removeprefix("Value error, ").partition("; ")
    code = what.partition(" ")[0].rstrip(":")
    if code in found.line:
        return found.problem(code, what, do)
    return study.problem((*loc, FILE), what, do)


def unknown_areas(
    study: Document, lists: Mapping[Loc, HotspotList], county: County, whole: County
) -> Iterator[Problem]:
    """Check that every area of a list is one that the study keeps.

    Parameters
    ----------
    study
        The study file.
    lists
        Lists that were read from files, by the section that names each.
    county, whole
        The county as far as the study keeps it, and all of it.

    Yields
    ------
    Problem
        One for each area that there is not, at its line in the study or in the file.
    """
    advice = _Advice(county, whole)
    for loc in list_sections(study):
        found = lists.get(loc)
        names = found.areas if found else _section(study, loc)[AREAS]
        unknown = [code for code in names if not advice.knows(code)]
        for number, code in enumerate(unknown[: _TOLD + 1]):
            what, do = advice.on(code) if number < _TOLD else (f"nor are {len(unknown) - _TOLD} more of the list", "")
            yield found.problem(code, what, do) if found else study.problem((*loc, AREAS, code), what, do)


class _Advice:
    """Says of an area that a study does not keep what may have been meant.

    Parameters
    ----------
    county, whole
        As in `unknown_areas`.
    """

    def __init__(self, county: County, whole: County) -> None:
        self._kept = frozenset(county.area_code)
        districts = whole.district_of_area.tolist()
        self._district = {
            code: whole.district_name[district] for code, district in zip(whole.area_code, districts, strict=True)
        }
        self._code = dict(zip(whole.area_name, whole.area_code, strict=True))

    def knows(self, code: str) -> bool:
        """Tell whether the study keeps an area."""
        return code in self._kept

    def on(self, code: str) -> tuple[str, str]:
        """Say what is wrong with an area, and what to do."""
        if code in self._district:
            what = f'"{code}" lies in {self._district[code]}, which the study leaves out'
            return what, "leave the area out as well"
        if code in self._code:
            return f'"{code}" is the name of an area', f"write its code, {self._code[code]}"
        do = did_you_mean(code, self._kept, otherwise="give the code of an area that the study keeps")
        return f'there is no area "{code}"', do


def _section(study: Document, loc: Loc) -> Mapping[Any, Any]:
    """Give a section of a study; an empty one where there is none, or something else."""
    try:
        section = value_at(study, loc)
    except (KeyError, TypeError, IndexError):
        return {}
    return section if isinstance(section, Mapping) else {}
