"""Recruits become officers: intakes, classroom, tutoring, probation, early leavers (MODEL.md §5).

Recruits are tutored on response in the district of their post. A post in another team is filled by a trained
response officer on the day the recruit becomes independent, so that the recruit backfills response.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.force.model import CHANGE, NOT_POSTED, OFFICER, RESPONSE
from sim.force.pipeline_config import PipelineConfig
from sim.force.records import as_records
from sim.force.roster import Record, Roster
from sim.keys import Purpose, stream

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY


class Step(IntEnum):
    """What happens; at equal times in this order, so that whoever leaves makes room for the intake of that day."""

    LEAVES = 0
    MEETS_TUTOR = 1
    IS_INDEPENDENT = 2
    ENDS_PROBATION = 3
    INTAKE = 4


@dataclass(slots=True)
class Post:
    """One extra post.

    Parameters
    ----------
    team, district
        Where it is.
    filled
        Whether a trained officer has moved into it; posts on response need no move.
    """

    team: int
    district: int
    filled: bool = False


@dataclass(slots=True)
class Recruit:
    """One recruit in service.

    Parameters
    ----------
    post
        Number of the post that the recruit is taken on for.
    tutor
        Officer who tutors the recruit at the moment.
    """

    post: int
    tutor: int | None = None


@dataclass
class Academy:
    """The training of the recruits of one scenario, step by step.

    Parameters
    ----------
    roster
        The roster that recruits join.
    pipeline
        Lengths, productivities, early leavers.
    posts
        The extra posts, in the order in which they are filled.
    key
        Study seed and replication.
    """

    roster: Roster
    pipeline: PipelineConfig
    posts: list[Post]
    key: tuple[int, int]
    agenda: list[tuple[float, Step, int]] = field(default_factory=list)
    vacant: list[int] = field(default_factory=list)
    recruits: dict[int, Recruit] = field(default_factory=dict)
    changed: dict[tuple[float, int], Record] = field(default_factory=dict)
    enrolled: list[Record] = field(default_factory=list)

    def run(self, first_intake_min: float, horizon_min: float) -> None:
        """Play everything that happens before the horizon."""
        self.vacant = list(range(len(self.posts)))
        heapq.heappush(self.agenda, (first_intake_min, Step.INTAKE, 0))
        while self.agenda and self.agenda[0][0] < horizon_min:
            now_min, step, officer = heapq.heappop(self.agenda)
            if step is Step.INTAKE:
                self._take_in(now_min)
            elif officer in self.recruits:
                self._advance(now_min, step, officer)

    def _advance(self, now_min: float, step: Step, officer: int) -> None:
        """Let one recruit take a step."""
        match step:
            case Step.LEAVES:
                self._leave(now_min, officer)
            case Step.MEETS_TUTOR:
                self._start_tutoring(now_min, officer)
            case Step.IS_INDEPENDENT:
                self._become_independent(now_min, officer)
            case Step.ENDS_PROBATION:
                self._set_productivity(now_min, officer, 1.0)

    def _take_in(self, now_min: float) -> None:
        """Take on as many recruits as there are seats and vacancies, and plan the next intake."""
        seats = round(self.pipeline.intake_size.value)
        taken, self.vacant = self.vacant[:seats], self.vacant[seats:]
        for post in taken:
            self._enrol(now_min, post)
        next_min = now_min + self.pipeline.intake_every_days.value * MINUTES_PER_DAY
        heapq.heappush(self.agenda, (next_min, Step.INTAKE, 0))

    def _enrol(self, now_min: float, post: int) -> None:
        """Take on one recruit and plan what is to come; the recruit's own marks say whether and when to leave."""
        officer = self.roster.enrol(self.posts[post].district)
        self.recruits[officer] = Recruit(post)
        leaves, when = stream(*self.key, Purpose.LEAVERS, len(self.enrolled)).random(2)
        self.enrolled.append(self.roster.record(officer))
        plan = {
            Step.MEETS_TUTOR: self.pipeline.classroom_weeks.value,
            Step.IS_INDEPENDENT: self.pipeline.independent_after_weeks,
            Step.ENDS_PROBATION: self.pipeline.probation_weeks.value,
        }
        if leaves < self.pipeline.early_leaver_share.value:
            plan[Step.LEAVES] = when * self.pipeline.probation_weeks.value
        for step, weeks in plan.items():
            heapq.heappush(self.agenda, (now_min + weeks * MINUTES_PER_WEEK, step, officer))

    def _start_tutoring(self, now_min: float, officer: int) -> None:
        """Post a recruit to response beside a tutor: the lowest free trained id of the district, if there is one."""
        recruit = self.recruits[officer]
        free = self._trained(self.posts[recruit.post].district)
        if free:
            recruit.tutor = free[0]
            self._set_productivity(now_min, free[0], self.pipeline.tutor_productivity.value)
        self.roster.post(officer, RESPONSE, self.pipeline.tutored_productivity.value)
        self._note(now_min, officer)

    def _become_independent(self, now_min: float, officer: int) -> None:
        """Part recruit and tutor, and let a trained officer move to the recruit's post if it is not on response."""
        recruit = self.recruits[officer]
        self._release_tutor(now_min, recruit)
        self._set_productivity(now_min, officer, self.pipeline.probation_productivity.value)
        post = self.posts[recruit.post]
        if post.team == RESPONSE or post.filled:
            return
        trained = self._trained(post.district)
        post.filled = bool(trained)
        mover = max(trained, key=lambda other: (self.roster.column_size(other), other)) if trained else officer
        self.roster.move(mover, post.team)
        self._note(now_min, mover)

    def _leave(self, now_min: float, officer: int) -> None:
        """Let a recruit go; the post is open to the next intake."""
        recruit = self.recruits.pop(officer)
        self._release_tutor(now_min, recruit)
        if self.roster.entries[officer].team != NOT_POSTED:
            self.roster.withdraw(officer)
            self._note(now_min, officer)
        self.vacant = sorted([*self.vacant, recruit.post])

    def _release_tutor(self, now_min: float, recruit: Recruit) -> None:
        """Give a tutor back to full duty."""
        if recruit.tutor is not None:
            self._set_productivity(now_min, recruit.tutor, 1.0)
            recruit.tutor = None

    def _trained(self, district: int) -> list[int]:
        """List the response officers of a district who are neither recruits nor tutoring, by rising id."""
        tutors = {recruit.tutor for recruit in self.recruits.values()}
        members = self.roster.members(RESPONSE, district)
        return [officer for officer in members if officer not in self.recruits and officer not in tutors]

    def _set_productivity(self, now_min: float, officer: int, productivity: float) -> None:
        """Change what an officer is worth."""
        self.roster.entries[officer].productivity = productivity
        self._note(now_min, officer)

    def _note(self, now_min: float, officer: int) -> None:
        """Note an officer's record as it is from now on; the last note of an instant holds."""
        self.changed[now_min, officer] = self.roster.record(officer)


def train_recruits(
    roster: Roster, pipeline: PipelineConfig, extra: NDArray[np.int64], clock: Clock, key: tuple[int, int]
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Fill extra posts through training, from the first measured day on.

    Parameters
    ----------
    roster
        The roster at minute 0; it is played forward to the end of the run.
    pipeline
        Lengths, productivities, early leavers.
    extra
        (3, n_districts) extra posts by team and district.
    clock
        The run.
    key
        Study seed and replication, which key the early leavers.

    Returns
    -------
    tuple[NDArray[np.void], NDArray[np.void]]
        (n_officers,) records of `OFFICER` at minute 0, recruits last and not posted, and (n_changes,) records of
        `CHANGE` sorted by (time, officer).
    """
    at_start = [roster.record(officer) for officer in range(len(roster.entries))]
    academy = Academy(roster, pipeline, _posts_in_turn(extra), key)
    academy.run(clock.measure_from_min, clock.horizon_min)
    return as_records(at_start + academy.enrolled, OFFICER), _as_changes(academy)


def _posts_in_turn(extra: NDArray[np.int64]) -> list[Post]:
    """List extra posts so that teams and districts fill up in step with their shares."""
    turns = [
        ((number + 0.5) / int(extra[team, district]), team, district)
        for team, district in np.ndindex(extra.shape)
        for number in range(int(extra[team, district]))
    ]
    return [Post(team, district) for _, team, district in sorted(turns)]


def _as_changes(academy: Academy) -> NDArray[np.void]:
    """Give the notes of an academy as records of `CHANGE`."""
    rows = [(time_min, officer, record) for (time_min, officer), record in sorted(academy.changed.items())]
    return as_records(rows, CHANGE)
