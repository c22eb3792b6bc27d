"""Conservation and order, in a district with everything on: all options of a study, and the same in another order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from sim.command.suppression import BaselineStock
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.run.replicate import effect_of, run_scenarios
from sim.validate.judge import Never
from sim.validate.row import Row, Sample, sample_of
from sim.validate.rules import books
from sim.validate.rules.books import Count


@dataclass(frozen=True, slots=True)
class Conservation:
    """Ask whether every run keeps its books, and whether the order of the options matters."""

    rows: ClassVar[tuple[Row, ...]] = tuple(
        Row(what, Never())
        for what in (
            "potential calls without exactly one end",
            "runs whose outcomes contradict themselves",
            "units in two places at once",
            "units sent while off duty",
            "calls served out of turn",
            "areas whose dose is not the union of visits",
            "measures moved by calls outside the measured days",
            "options that differ when listed in another order",
        )
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run all options of one replication, and once more from the last to the first."""
        records = _all_runs(parts, replication)
        again = _all_runs(_reordered(parts), replication)
        forces = {name: parts.force_of(name, replication) for name in records}
        by_rule = [
            _add(books.calls_without_one_end(record) for record in records.values()),
            _add(books.contradictions(record) for record in records.values()),
            _add(books.units_in_two_places(record) for record in records.values()),
            _add(books.sent_off_duty(record, forces[name]) for name, record in records.items()),
            _add(books.served_out_of_turn(record) for record in records.values()),
            _add(books.dose_off_the_visits(record) for record in records.values()),
            _add(books.moved_by_warm_up(parts, record) for record in records.values()),
            (sum(_bytes(record) != _bytes(again[name]) for name, record in records.items()), len(records)),
        ]
        calls = sum(record.outcome.size for record in records.values())
        return sample_of([(float(breaches), seen) for breaches, seen in by_rule], calls)


def _all_runs(parts: Parts, replication: int) -> dict[str, RunRecord]:
    """Run all options of one replication."""
    nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    records = run_scenarios(parts, nothing, effect_of(parts, replication), replication)
    return {record.scenario: record for record in records}


def _reordered(parts: Parts) -> Parts:
    """List the options of a study from the last to the first."""
    study = parts.loaded.study
    turned = study.model_copy(update={"scenarios": dict(reversed(study.scenarios.items()))})
    return replace(parts, loaded=replace(parts.loaded, study=turned))


def _bytes(record: RunRecord) -> bytes:
    """Give all that a run left behind, byte for byte; the gaps between fields hold nothing."""
    tables = (record.outcome, record.visits, record.dispatches, record.tallies, record.plan, record.strength)
    return b"".join(table[field].tobytes() for table in tables for field in table.dtype.names or ())


def _add(counts: Iterable[Count]) -> Count:
    """Add up counts."""
    breaches, seen = zip(*counts, strict=True)
    return sum(breaches), sum(seen)
