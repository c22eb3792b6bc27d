"""Ask every question of its study, replication by replication, and judge what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.run.parts import Parts
from sim.run.workers import Crew, Progress, Task
from sim.validate.case import Case, Question
from sim.validate.judge import FAMILY_ERROR, Exact, Never
from sim.validate.row import Finding, Row, Sample, Trial

LABEL = "Comparing with known answers"
SAME_EVERYWHERE = Row("replications that differ when done again in this process", Never())
"""Any number of workers must give the same numbers, bit for bit; so must the parent that does them again."""


class Line(NamedTuple):
    """A line of the table.

    Parameters
    ----------
    case
        Name of the case.
    row
        What was compared.
    finding
        What came of it.
    replications, calls
        What the case rests on.
    own
        Whether its study comes with the program.
    """

    case: str
    row: Row
    finding: Finding
    replications: int
    calls: int
    own: bool

    @property
    def undecided(self) -> bool:
        """Whether a user's own study is too short to say; one that comes with the program has no such excuse."""
        return self.finding.undecided and not self.own

    @property
    def fails(self) -> bool:
        """Whether a known answer is missed."""
        return not self.finding.holds and not self.undecided


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases that are run together; the exact rows of all of them share the chance of a false alarm.

    Parameters
    ----------
    cases
        The cases.
    """

    cases: tuple[Case, ...]

    @property
    def exact_rows(self) -> int:
        """Number of rows that share the chance of a false alarm."""
        return sum(isinstance(row.rule, Exact) for case in self.cases for row in case.question.rows)

    def of_block(self, block: int) -> Parts:
        """Give the study of a case: to the workers, each case is a block."""
        return self.cases[block].parts


def run_suite(suite: Suite, workers: int, progress: Progress) -> list[Line]:
    """Run all cases and judge all rows.

    Parameters
    ----------
    suite
        The cases.
    workers
        Number of processes; it never changes a number.
    progress
        Is told how far the work is.

    Returns
    -------
    list[Line]
        Row by row, in the order of the cases; last, whether replications come out alike wherever they are done.
    """
    by_length = sorted(range(len(suite.cases)), key=lambda number: -suite.cases[number].calls_expected)
    keys = [(number, again) for number in by_length for again in range(suite.cases[number].replications)]
    tasks = [Task(examine, (suite.cases[number].question, again), block=number) for number, again in keys]
    with Crew(suite, workers, progress) as crew:
        samples = dict(zip(keys, crew.do(LABEL, tasks), strict=True))
    error = FAMILY_ERROR / max(suite.exact_rows, 1)
    lines: list[Line] = []
    for number, case in enumerate(suite.cases):
        lines += judge_case(case, [samples[number, again] for again in range(case.replications)], error)
    return [*lines, _compare_again(suite, [samples[number, 0] for number in range(len(suite.cases))], error)]


def examine(parts: Parts, question: Question, replication: int) -> Sample:
    """Run one replication of a case, in any process."""
    return question.examine(parts, replication)


def judge_case(case: Case, samples: Sequence[Sample], error: float) -> list[Line]:
    """Judge the rows of a case.

    Parameters
    ----------
    case
        The case.
    samples
        What each replication gave.
    error
        Chance of a false alarm of each exact row.
    """
    values = np.array([sample.values for sample in samples])
    looked_at = np.sum([sample.looked_at for sample in samples], axis=0)
    calls, needed = sum(sample.calls for sample in samples), case.question.calls_needed
    return [
        Line(
            case.name,
            row,
            row.rule.judge(Trial(values[:, column], int(looked_at[column]), calls, needed), error),
            len(samples),
            calls,
            case.own,
        )
        for column, row in enumerate(case.question.rows)
    ]


def _compare_again(suite: Suite, firsts: Sequence[Sample], error: float) -> Line:
    """Do the first replication of every case again in this process, and count those that come out otherwise."""
    again = [examine(case.parts, case.question, 0) for case in suite.cases]
    differ = [float(one.values.tobytes() != other.values.tobytes()) for one, other in zip(firsts, again, strict=True)]
    calls = sum(sample.calls for sample in again)
    trial = Trial(np.array(differ), len(differ), calls, 0)
    return Line("any process", SAME_EVERYWHERE, SAME_EVERYWHERE.rule.judge(trial, error), 1, calls, own=True)
