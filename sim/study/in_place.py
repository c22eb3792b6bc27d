"""Numbers that a study puts in place of those of a pack that it names: how long patrol lasts, and how it spills."""

from __future__ import annotations

from typing import Final, Literal, TypeVar

from pydantic import ValidationError

from sim.command.config import EffectPack, StreetConfig
from sim.config import Sourced
from sim.errors import Problem
from sim.study.reader import Document, Loc

ConfigT = TypeVar("ConfigT", StreetConfig, EffectPack)
Changed = Literal["street", "effect"]
IN_PLACE: Final[dict[Changed, tuple[str, ...]]] = {
    "street": ("half_life_days",),
    "effect": ("displacement", "diffusion"),
}
"""Sections of a study in which numbers may stand beside the name of a pack, and which."""


def given_by(kind: Changed, choice: object) -> dict[str, Sourced]:
    """Give the numbers that a section of a study puts in place; none where it only names or writes out a pack.

    Parameters
    ----------
    kind
        The section.
    choice
        What stands there.
    """
    if not hasattr(choice, "pack"):
        return {}
    found = {name: getattr(choice, name) for name in IN_PLACE[kind]}
    return {name: number for name, number in found.items() if number is not None}


def put_in_place(
    kind: Changed, config: ConfigT, given: dict[str, Sourced], document: Document
) -> tuple[ConfigT, list[Problem]]:
    """Put numbers in place of those of a pack.

    Parameters
    ----------
    kind
        The section of the study.
    config
        The pack.
    given
        What `given_by` gives.
    document
        The study file.

    Returns
    -------
    tuple of (StreetConfig or EffectPack, list of Problem)
        The pack with these numbers, or as it was and what is wrong with them.
    """
    try:
        if isinstance(config, StreetConfig):
            presence = type(config.presence).model_validate({**dict(config.presence), **given})
            return config.model_copy(update={"presence": presence}), []
        return type(config).model_validate({**dict(config), **given}), []
    except ValidationError as error:
        told = [str(one.get("ctx", {}).get("error", one["msg"])) for one in error.errors()]
        named = [next((name for name in given if name in words), next(iter(given))) for words in told]
        locs: list[Loc] = [(kind, name) for name in named]
        return config, [document.problem(loc, *words.split("; ", 1)) for loc, words in zip(locs, told, strict=True)]
