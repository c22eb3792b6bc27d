"""Which cases there are: the studies in scenarios/known_answers, or those that a user names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.errors import InputError
from sim.run.parts import Parts, build_parts
from sim.study.load import load_study
from sim.study.packs import bundle_folder, find_study, is_file_name
from sim.study.suggest import did_you_mean, listing
from sim.validate.case import Case, Theory
from sim.validate.recognise import recognise
from sim.validate.suite import Suite

FOLDER = "known_answers"


def known_studies() -> dict[str, Path]:
    """Give the studies that come with the program, by name."""
    return {path.stem: path for path in sorted((bundle_folder("scenarios") / FOLDER).glob("*.yaml"))}


def suite_of(words: Sequence[str]) -> Suite:
    """Gather the cases that a user asks for.

    Parameters
    ----------
    words
        Names of known studies, or study files; none for all that are known.

    Returns
    -------
    Suite
        The cases.

    Raises
    ------
    InputError
        If a word is neither, a study is wrong, or no theory is known for it.
    """
    paths = [_find(word) for word in words] or list(known_studies().values())
    return Suite(tuple(case for path in dict.fromkeys(paths) for case in _cases_of(path)))


def _find(word: str) -> Path:
    """Find the study that a word means."""
    known = known_studies()
    if word in known:
        return known[word]
    if is_file_name(word):
        return find_study(word)
    do = did_you_mean(word, list(known)) or f"there are {listing(list(known))}"
    raise InputError.of(word, "this is neither a known answer nor a study file", do)


def _cases_of(path: Path) -> Iterator[Case]:
    """Give the cases of a study."""
    parts = build_parts(load_study(path))
    yield from _questions_of(parts, path)


def _questions_of(parts: Parts, path: Path) -> Iterator[Case]:
    """Ask what is to be asked of a study."""
    yield Case(path.stem, parts, Theory(recognise(parts)))
