"""Whether the runs of a study were enough for what is read from them."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import SimWarning
from sim.outcomes.precision import Precision
from sim.outcomes.warm_up import WarmUp
from sim.report.content import Check
from sim.report.stopping import stopping_words
from sim.report.warm_up import warm_up_words
from sim.run.describe import options_of
from sim.run.parts import Parts

_log = logging.getLogger(__name__)


class PrecisionWarning(SimWarning):
    """A difference is not known as closely as the study asked: its interval may be too wide to decide by."""


class WarmUpWarning(SimWarning):
    """The measured days begin before the street has settled: means may be off by more than chance."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was checked.

    Parameters
    ----------
    warm_up
        What was found about the warm-up.
    precision
        What a stated precision came to; None where the number of replications is fixed.
    """

    warm_up: WarmUp
    precision: Precision | None

    def checks(self, parts: Parts, units: Mapping[str, str]) -> tuple[Check, ...]:
        """Say it in words, and warn of what was not enough.

        Parameters
        ----------
        parts
            What every run shares.
        units
            Unit of each measure.
        """
        found: list[tuple[Check, type[SimWarning]]] = [
            (Check(warm_up_words(self.warm_up), self.warm_up.is_enough is not False), WarmUpWarning)
        ]
        if self.precision is not None:
            labels = {option.name: option.label for option in options_of(parts.loaded.study)}
            words = stopping_words(self.precision, labels, units[self.precision.rule.of])
            found.insert(0, (Check(words, self.precision.is_met), PrecisionWarning))
        for check, category in found:
            _log.info(check.words)
            if not check.is_passed:
                warnings.warn(check.words, category, stacklevel=2)
        return tuple(check for check, _ in found)

    def account(self) -> dict[str, object]:
        """Say it in the manifest: numbers and names alone."""
        told: dict[str, object] = {
            "warm_up": {
                "is_enough": self.warm_up.is_enough,
                "growing": [settling.name for settling in self.warm_up.growing],
                "unsettled": [settling.name for settling in self.warm_up.unsettled],
                "mser5_cut_days": {settling.name: settling.cut_days for settling in self.warm_up.settlings},
                "shift": {settling.name: settling.shift for settling in self.warm_up.settlings},
            }
        }
        if self.precision is not None:
            told["precision"] = _account_of(self.precision)
        return told


def _account_of(precision: Precision) -> dict[str, object]:
    """Give what was asked for and what was reached."""
    return {
        **precision.rule.model_dump(exclude_none=True),
        "is_met": precision.is_met,
        "reached": {
            name: {"difference": found.difference, "half_width": found.half_width}
            for name, found in precision.reached.items()
        },
    }
