"""Read a parameter pack that a command names, without a study around it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from sim.errors import InputError
from sim.study.errors import validate
from sim.study.packs import PackKind, locate
from sim.study.reader import read_document

PackT = TypeVar("PackT", bound=BaseModel)


def read_named(kind: PackKind, word: str, shape: type[PackT], beside: Path, option: str) -> PackT:
    """Read a pack.

    Parameters
    ----------
    kind, word
        What is wanted, and its name or file.
    shape
        The parameter model of such packs.
    beside
        Folder in which packs are sought first.
    option
        What named it, for messages.

    Returns
    -------
    pydantic.BaseModel
        The pack.

    Raises
    ------
    InputError
        If there is no such pack, or with all that is wrong with it.
    """
    try:
        document = read_document(locate(kind, word, beside))
    except LookupError as error:
        what, do = error.args
        raise InputError.of(option, what, do) from None
    config, problems = validate(shape, document)
    if problems:
        raise InputError(problems)
    return shape.model_validate(config)
