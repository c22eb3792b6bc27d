"""Which cases there are: the studies in scenarios/known_answers, or those that a user names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.command.engine import EngineName
from sim.errors import InputError
from sim.listing import listing
from sim.run.parts import build_parts
from sim.run.workers import Progress
from sim.study.load import load_study
from sim.study.packs import bundle_folder, find_study, is_file_name
from sim.study.suggest import did_you_mean
from sim.validate.case import Case, Question, Theory
from sim.validate.recognise import recognise
from sim.validate.rules.conservation import Conservation
from sim.validate.rules.evaluation import Evaluation
from sim.validate.rules.monotone import HalfLife, OneMore, OneMoreExactly, Responses
from sim.validate.rules.patrol_kept import PatrolKept, UnionOfVisits
from sim.validate.rules.published import Concentration, PatrolAndTravel
from sim.validate.rules.published_ranks import PublishedRanks
from sim.validate.suite import Suite

FOLDER = "known_answers"
LABEL = "Reading the studies"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked of a known study by its name.

    Parameters
    ----------
    question
        The question.
    name
        What the table calls it, if not by the name of the study.
    most_replications
        How many replications it takes at most; all of the study's if None.
    instead_of_theory
        Whether theory has nothing to say of the study.
    """

    question: Question
    name: str = ""
    most_replications: int | None = None
    instead_of_theory: bool = True


ASKED: dict[str, tuple[Asked, ...]] = {
    "conservation": (Asked(Conservation()), Asked(Responses(), "responses")),
    "one_more_unit": (Asked(OneMoreExactly()),),
    "one_more_unit_driving": (Asked(OneMore()),),
    "effect_16_percent": (Asked(HalfLife(), "half_life", most_replications=3, instead_of_theory=False),),
    "published_county": (
        Asked(Concentration()),
        Asked(PublishedRanks(), "published_ranks", most_replications=1),
        Asked(Evaluation(), "evaluation", most_replications=1),
    ),
    "patrol_and_travel": (Asked(PatrolAndTravel()),),
    "patrol_kept": (Asked(PatrolKept()), Asked(UnionOfVisits(), "union_of_visits", most_replications=1)),
}
"""What is asked of which known study, beside theory or instead of it."""


def known_studies() -> dict[str, Path]:
    """Give the studies that come with the program, by name."""
    return {path.stem: path for path in sorted((bundle_folder("scenarios") / FOLDER).glob("*.yaml"))}


def suite_of(words: Sequence[str], progress: Progress, engine: EngineName = "numba") -> Suite:
    """Gather the cases that a user asks for.

    Parameters
    ----------
    words
        Names of known studies, or study files; none for all that are known.
    progress
        Is told how many studies are read.
    engine
        Which street runs them.

    Returns
    -------
    Suite
        The cases.

    Raises
    ------
    InputError
        If a word is neither, a study is wrong, or no theory is known for it.
    """
    paths = list(dict.fromkeys([_find(word) for word in words] or known_studies().values()))
    cases: list[Case] = []
    for number, path in enumerate(paths):
        progress(LABEL, number, len(paths))
        cases += _cases_of(path, engine)
    progress(LABEL, len(paths), len(paths))
    return Suite(tuple(cases))


def _find(word: str) -> Path:
    """Find the study that a word means."""
    known = known_studies()
    if word in known:
        return known[word]
    if is_file_name(word):
        return find_study(word)
    do = did_you_mean(word, list(known)) or f"there are {listing(list(known))}"
    raise InputError.of(word, "this is neither a known answer nor a study file", do)


def _cases_of(path: Path, engine: EngineName) -> Iterator[Case]:
    """Give the cases of a study: what is asked of it by name, and what theory says of it."""
    parts = build_parts(load_study(path), engine)
    own = path.resolve() == known_studies().get(path.stem, Path()).resolve()
    asked = ASKED.get(path.stem, ()) if own else ()
    if not any(question.instead_of_theory for question in asked):
        yield Case(path.stem, parts, Theory(recognise(parts)), own=own)
    for question in asked:
        yield Case(question.name or path.stem, parts, question.question, question.most_replications, own)
