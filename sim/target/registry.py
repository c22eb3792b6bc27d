"""The rankings by the name that a study file gives them."""

from __future__ import annotations

from typing import Final

from sim.target.config import RankBy
from sim.target.count import CountRanking
from sim.target.harm import HarmRanking
from sim.target.hertfordshire_rank import HertfordshireRanking
from sim.target.lottery import LotteryRanking
from sim.target.ranking import Ranking

RANKINGS: Final[dict[RankBy, type[Ranking]]] = {
    "count": CountRanking,
    "harm": HarmRanking,
    "hertfordshire_rank": HertfordshireRanking,
    "random": LotteryRanking,
}
"""A new ranking is a small file of its own, a line here and its name in `RankBy`."""
