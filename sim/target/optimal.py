"""Share visits out so that no other way would win more: an integer programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from sim.target.allocation import Question, equal
from sim.target.greedy import greedy
from sim.target.quiet import nothing_said

GAP = 1e-4
"""The solver stops once it has shown that nothing wins more by this share."""
SLACK = 2e-6
"""Share of the minutes by which the solver may overdraw them: it works to a millionth, less than a second a day."""
MOST_NODES = 2_000
"""It stops at so many nodes at the latest: a limit of time would give other results on another machine."""


def optimal(question: Question) -> NDArray[np.int64]:
    """Give the visits that together win most, within the minutes and the number of areas of an equal share.

    Parameters
    ----------
    question
        What there is to be shared out.

    Returns
    -------
    NDArray[np.int64]
        (n_areas,) visits a day; never worth less than the greedy or the equal share, of which the best stands where the
        solver finds none better.

    Notes
    -----
    Variable x(a, j) is whether area a gets a j-th visit: maximise Σ score(a) (won(j) − won(j − 1)) x(a, j) under
    Σ cost(a) x(a, j) ≤ minutes, Σ x(a, 1) ≤ hotspots, x(a, j + 1) ≤ x(a, j), and for each district Σ x ≥ floor. Where an
    area may not have fewer than so many visits, these are one variable. Solved by branch and cut (HiGHS; Huangfu and Hall
    2018, doi:10.1007/s12532-017-0130-5).
    """
    known = [greedy(question)]
    same = equal(question)
    if question.meets_floors(same):
        known.append(same)
    budget_min = max(question.budget_min(), question.cost_min(known[0]))
    found = _solved(question, budget_min)
    if found is not None:
        known.append(found)
    return max(known, key=question.value)


def _solved(question: Question, budget_min: float) -> NDArray[np.int64] | None:
    """Solve the programme; None where the solver gives up, or where what it gives breaks a rule by rounding."""
    areas = _in_question(question)
    if not areas.size:
        return None
    gain = np.outer(question.score[areas] / question.score.max(), question.step_won).ravel()
    with nothing_said():
        answer = milp(
            -gain,
            constraints=_rules(question, areas, budget_min),
            integrality=np.ones(gain.size, dtype=np.int64),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": GAP, "node_limit": MOST_NODES},
        )
    if answer.x is None:
        return None
    visits = np.zeros(question.score.size, dtype=np.int64)
    visits[areas] = np.rint(answer.x).astype(np.int64).reshape(areas.size, -1) @ question.step
    holds = question.cost_min(visits) <= budget_min * (1.0 + SLACK) and question.meets_floors(visits)
    return visits if holds and np.count_nonzero(visits) <= question.most_hotspots else None


def _in_question(question: Question) -> NDArray[np.int64]:
    """Leave out areas that some optimum does without.

    Where as many areas as may be visited each win at least as much and take no longer, one of them is not visited, and may
    have the visits instead. With floors only areas of the same district can stand in.
    """
    areas = np.flatnonzero(question.score > 0)
    score, cost_min, number = question.score[areas], question.visit_cost_min[areas], np.arange(areas.size)
    no_worse = (score[:, None] >= score) & (cost_min[:, None] <= cost_min)
    same = (score[:, None] == score) & (cost_min[:, None] == cost_min)
    stands_in = no_worse & (~same | (number[:, None] < number))
    if question.floor.any():
        district = question.district_of_area[areas]
        stands_in &= district[:, None] == district
    in_question: NDArray[np.int64] = areas[stands_in.sum(axis=0) < question.most_hotspots]
    return in_question


def _rules(question: Question, areas: NDArray[np.int64], budget_min: float) -> LinearConstraint:
    """Write the rules as rows over the first, second, … step of one area after the other."""
    steps = question.step.size
    n = areas.size * steps
    every, step, visits = np.arange(n), np.tile(np.arange(steps), areas.size), np.tile(question.step, areas.size)
    of_area, one_row = np.repeat(areas, steps), np.zeros(n, dtype=int)
    minutes = coo_array((question.visit_cost_min[of_area] * visits / budget_min, (one_row, every)), shape=(1, n))
    firsts = np.flatnonzero(step == 0)
    count = coo_array((np.ones(firsts.size), (one_row[firsts], firsts)), shape=(1, n))
    of_district = question.district_of_area[of_area].astype(int)
    district = coo_array((visits.astype(np.float64), (of_district, every)), shape=(question.floor.size, n))
    later = np.flatnonzero(step > 0)
    row = np.arange(later.size)
    order = coo_array(
        (np.repeat([1.0, -1.0], later.size), (np.tile(row, 2), np.concatenate([later, later - 1]))),
        shape=(later.size, n),
    )
    lower = np.concatenate([[-np.inf, -np.inf], question.reachable_floor, np.full(later.size, -np.inf)])
    upper = np.concatenate([[1.0, question.most_hotspots], np.full(question.floor.size, np.inf), np.zeros(later.size)])
    return LinearConstraint(vstack([minutes, count, district, order]).tocsr(), lower, upper)
