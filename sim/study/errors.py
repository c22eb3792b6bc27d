"""Turn the errors of a parameter model into problems with file, line, column and advice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import Problem
from sim.listing import listing
from sim.study.fields import fields_of, keys_at, meaning, models_at
from sim.study.reader import Document, Loc
from sim.study.sentences import expected, options, sentence, wrong_kind
from sim.study.suggest import closest, did_you_mean
from sim.study.unions import Fault, faults_of


def validate(shape: Any, document: Document, base: Loc = ()) -> tuple[Any, list[Problem]]:  # noqa: ANN401 - any model
    """Read a section of a file as a parameter model.

    Parameters
    ----------
    shape
        What the section is: a pydantic model, or a union of models.
    document
        The file.
    base
        Where the section stands in it; empty for the whole file.

    Returns
    -------
    tuple of (model or None, list of Problem)
        The parameters, or None and all that is wrong with them, in file order.
    """
    data = value_at(document, base)
    try:
        return TypeAdapter(shape).validate_python(data), []
    except ValidationError as error:
        teller = _Teller(shape, document, base, data)
        faults = faults_of(error.errors(include_url=False), data)
        return None, in_file_order(teller.problems(faults))


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort the problems of one file by place, and drop those that are told twice."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column, problem.where))


def value_at(document: Document, loc: Loc) -> object:
    """Give the data at a path that is in the file."""
    here: object = document.data
    for part in loc:
        here = here[part]  # type: ignore[index]
    return here


class _Teller:
    """Tells the faults of one section of one file."""

    def __init__(self, shape: object, document: Document, base: Loc, data: object) -> None:
        self.shape = shape
        self.document = document
        self.base = base
        self.data = data

    def problems(self, found: list[list[Fault]]) -> list[Problem]:
        """Describe all faults; a key that is only mistyped is not told as missing as well."""
        mistyped = {
            (fault.loc[:-1], self.meant(fault)) for fault, *_ in found if fault.type == "extra_forbidden" and fault.key
        }
        told = [
            faults for faults in found if faults[0].type != "missing" or (faults[0].loc, faults[0].key) not in mistyped
        ]
        return [self.problem(faults) for faults in told]

    def meant(self, fault: Fault) -> str:
        """Find the key that an unknown one was probably meant to be; empty where none is close."""
        section = fault.loc[:-1]
        there = self.section(section)
        return closest(str(fault.key), [key for key in keys_at(self.shape, section, self.data) if key not in there])

    def problem(self, faults: list[Fault]) -> Problem:
        """Describe one thing that is wrong; several faults say what kinds a value could have been."""
        fault = faults[0]
        if fault.type == "missing":
            return self.missing(fault)
        if fault.type == "extra_forbidden":
            return self.unknown(fault)
        what, do = self.several(faults) if len(faults) > 1 else sentence(fault.details)
        loc = self.closer(fault, what)
        if not do and fault.type not in {"value_error", "assertion_error"}:
            means = self.meaning(loc)
            do = f"it is: {means}" if means else ""
        at_key = fault.at_key or (loc == fault.loc and isinstance(fault.details["input"], Mapping))
        return self.document.problem((*self.base, *loc), what, do, at_key=at_key)

    def several(self, faults: list[Fault]) -> tuple[str, str]:
        """Describe a value that is none of the kinds that it could be."""
        value = faults[0].details["input"]
        what, do = wrong_kind([expected(fault.details) for fault in faults if expected(fault.details)], value)
        words = [word for fault in faults for word in options(fault.details)]
        meant = did_you_mean(value, words) if isinstance(value, str) else ""
        return what, meant or do

    def missing(self, fault: Fault) -> Problem:
        """Describe a key that is not there, at the section that lacks it."""
        means = self.meaning((*fault.loc, fault.key or ""))
        do = f"add it: {means}" if means else "add it"
        what = f"the key `{fault.key}` is missing"
        return self.document.problem((*self.base, *fault.loc), what, do, at_key=True)

    def unknown(self, fault: Fault) -> Problem:
        """Describe a key that means nothing, and guess the one that was meant."""
        section, word = fault.loc[:-1], str(fault.key)
        keys = keys_at(self.shape, section, self.data)
        meant = self.meant(fault)
        do = f"did you mean `{meant}`?" if meant else self.elsewhere(section, word)
        if not do and keys:
            do = f"the keys here are {listing(keys)}"
        return self.document.problem((*self.base, *fault.loc), "unknown key", do, at_key=True)

    def elsewhere(self, section: Loc, word: str) -> str:
        """Say to which section around this one a key belongs."""
        for depth in range(len(section) - 1, -1, -1):
            outer = section[:depth]
            if any(word in fields_of(found) for found in models_at(self.shape, outer, self.data)):
                place = f"the section `{outer[-1]}`" if outer else "the top of the file"
                return f"it belongs to {place}"
        return ""

    def section(self, loc: Loc) -> Mapping[object, object]:
        """Give the section at a path."""
        here: object = self.data
        for part in loc:
            here = here[part]  # type: ignore[index]
        return here if isinstance(here, Mapping) else {}

    def meaning(self, loc: Loc) -> str:
        """Say what the field at a path is, to go on with after a colon."""
        means = meaning(self.shape, loc, self.data)
        return means if means[:2].isupper() else means[:1].lower() + means[1:]

    def closer(self, fault: Fault, what: str) -> Loc:
        """Find the key of a section that is meant, where the section as a whole is blamed."""
        value = fault.details["input"]
        if fault.type == "union_tag_invalid":
            return (*fault.loc, fault.details["ctx"]["discriminator"].strip("'"))
        if fault.type in {"value_error", "assertion_error"} and isinstance(value, Mapping):
            return _named_in(what, value, fault.loc)
        return fault.loc


def _named_in(what: str, section: object, loc: Loc) -> Loc:
    """Go down to the keys that a sentence names, each the first in the section that the one before leads to."""
    words = re.findall(r"[\w-]+", what)
    while isinstance(section, Mapping):
        word = next((word for word in words if word in section), None)
        if word is None:
            break
        loc, section = (*loc, word), section[word]
    return loc
