"""Rank a county: read its files, rank, ask how sure that is, and hold it against what was published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sim.county.rank_config import RankSection
from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.category import OffenceMix
from sim.harm.of_pack import Z_SCORE
from sim.rank.against import compare, read_published
from sim.rank.gather import gather
from sim.rank.index import find_index
from sim.rank.lists import default_length, low_harm, top_lists
from sim.rank.outcome import TOP_TEN, Outcome
from sim.rank.ranking import rank_areas
from sim.rank.read import Span, read_known
from sim.rank.sureness import how_sure
from sim.rank.together import MeanRank
from sim.study.county_file import CountyFile
from sim.study.errors import validate
from sim.study.packs import bundle_folder, locate
from sim.study.reader import read_document

PUBLISHED: Final = "published"
"""Folder of `models/` with rankings that were published."""

OF_THE_MIX: Final = (
    "Crime is known by category: one of a category weighs what its offences weigh in the mix of the demand pack {}."
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a county.

    Parameters
    ----------
    index
        Name of the index, as in `sim.rank.index.find_index`.
    months
        First and last month, YYYY-MM; None for those that the county file's section `recorded` uses, or all if it has none.
    stations
        Whether rows at the map points of police stations count.
    top
        Length of the lists of high and of low harm; None for as many as were published, at most a fifth of the areas.
    against
        A published ranking: a CSV file, or the name of one that comes with the program; None for none.
    """

    index: str = "cambridge"
    months: Span | None = None
    stations: bool = True
    top: int | None = None
    against: str | None = None


def rank_county(file: CountyFile, question: Question) -> Outcome:
    """Rank the areas of a county.

    Parameters
    ----------
    file
        The county file.
    question
        What is asked.

    Returns
    -------
    Outcome
        The ranking and how sure it is.

    Raises
    ------
    InputError
        With what is wrong with the county's files, the index or the published ranking.
    """
    file.refuse_missing()
    section = file.config.rank or RankSection()
    index = find_index(
        question.index, _mix(file, section.offence_mix), file.document.path.parent, file.base if file.is_data else None
    )
    if question.index == Z_SCORE and section.components is not None and section.components.are == "ranks":
        what = f"{Z_SCORE} adds up sizes, and these are ranks"
        do = "give counts, or choose another index with --index"
        raise InputError([file.document.problem(("rank", "components", "are"), what, do)])
    county, known = read_known(file, question.months)
    evidence = gather(county, known, stations=question.stations)
    if evidence.category:
        evidence = evidence.adding(notes=(OF_THE_MIX.format(section.offence_mix),))
    ranking = rank_areas(evidence, index)
    low = low_harm(evidence, ranking, index.crime)
    length = question.top or default_length(evidence.n_areas)
    outcome = Outcome(
        county=county,
        index=index,
        evidence=evidence,
        ranking=ranking,
        sureness=how_sure(evidence, index, (TOP_TEN, length)),
        low=low,
        lists=top_lists(ranking, low, length),
    )
    return outcome if question.against is None else _held_against(outcome, question.against)


def _mix(file: CountyFile, name: str) -> OffenceMix:
    """Read how offences make up a police.uk category from a demand pack."""
    try:
        path = locate("demand", name, file.document.path.parent)
    except LookupError as error:
        what, do = error.args
        raise InputError([file.document.problem(("rank", "offence_mix"), what, do)]) from None
    config, problems = validate(DemandConfig, read_document(path))
    if problems:
        raise InputError(problems)
    return offence_mix(config)


def _held_against(outcome: Outcome, word: str) -> Outcome:
    """Hold a ranking against a published one."""
    path = Path(word)
    if not path.is_file() and not path.suffix:
        path = bundle_folder("models") / PUBLISHED / f"{word}.csv"
    if not path.is_file():
        known = sorted(item.stem for item in (bundle_folder("models") / PUBLISHED).glob("*.csv"))
        raise InputError.of(word, "there is no such file", f"give a CSV file, or one of {', '.join(known)}")
    published = read_published(path, outcome.county, outcome.evidence)
    if not isinstance(outcome.index.together, MeanRank):  # what a rank does to a sum of sizes cannot be asked
        published = replace(published, component={})
    return replace(outcome, published=word, compared=compare(outcome.ranking, published))
