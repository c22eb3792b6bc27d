"""The rankings by the name that a study file gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.target.config import DEFAULT_HALF_LIFE_DAYS, RankBy, TargetConfig
from sim.target.count import CountRanking
from sim.target.empirical_bayes import EmpiricalBayesRanking
from sim.target.gi_star import GiStarRanking
from sim.target.harm import HarmRanking
from sim.target.hertfordshire_rank import HertfordshireRanking
from sim.target.kernel_density import KernelDensityRanking
from sim.target.listed import ListedRanking
from sim.target.lottery import LotteryRanking
from sim.target.preventable import PreventableRanking
from sim.target.ranking import Ranking
from sim.target.recency import RecencyRanking
from sim.target.self_exciting import SelfExcitingRanking
from sim.target.weighing import Of


def _of(target: TargetConfig) -> Of:
    """Give what a ranking goes by that may go by number or by harm."""
    return target.of or "harm"


RANKINGS: Final[dict[RankBy, Callable[[TargetConfig], Ranking]]] = {
    "count": lambda _: CountRanking(),
    "harm": lambda _: HarmRanking(),
    "hertfordshire_rank": lambda _: HertfordshireRanking(),
    "random": lambda _: LotteryRanking(),
    "empirical_bayes": lambda target: EmpiricalBayesRanking(_of(target)),
    "recency": lambda target: RecencyRanking(_of(target), target.half_life_days or DEFAULT_HALF_LIFE_DAYS),
    "kernel_density": lambda target: KernelDensityRanking(_of(target)),
    "self_exciting": lambda target: SelfExcitingRanking(_of(target)),
    "gi_star": lambda target: GiStarRanking(_of(target)),
    "preventable": lambda target: PreventableRanking(target.visit_minutes),
    "list": lambda target: ListedRanking(target.listed),
}
"""How each is made for a plan. A new ranking is a small file of its own, a line here and its name in `RankBy`."""


def ranking_of(target: TargetConfig) -> Ranking:
    """Make the ranking that a plan asks for.

    Parameters
    ----------
    target
        The plan of a scenario.

    Returns
    -------
    Ranking
        It keeps nothing from one meeting to the next.
    """
    return RANKINGS[target.rank_by](target)
