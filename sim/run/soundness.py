"""Whether the runs of a study were enough for what is read from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.outcomes.precision import Precision
from sim.report.content import Check
from sim.report.stopping import stopping_words
from sim.run.describe import options_of
from sim.run.parts import Parts


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was checked.

    Parameters
    ----------
    precision
        What a stated precision came to; None where the number of replications is fixed.
    """

    precision: Precision | None

    def checks(self, parts: Parts, units: Mapping[str, str]) -> tuple[Check, ...]:
        """Say it in words.

        Parameters
        ----------
        parts
            What every run shares.
        units
            Unit of each measure.
        """
        if self.precision is None:
            return ()
        labels = {option.name: option.label for option in options_of(parts.loaded.study)}
        words = stopping_words(self.precision, labels, units[self.precision.rule.of])
        return (Check(words, self.precision.is_met),)

    def account(self) -> dict[str, object]:
        """Say it in the manifest: numbers and names alone."""
        if self.precision is None:
            return {}
        rule = self.precision.rule
        return {
            "precision": {
                **rule.model_dump(exclude_none=True),
                "is_met": self.precision.is_met,
                "reached": {
                    name: {"difference": _number(found.difference), "half_width": _number(found.half_width)}
                    for name, found in self.precision.reached.items()
                },
            }
        }


def _number(value: float) -> float | None:
    """Give a number that JSON has; none for what is empty."""
    return value if math.isfinite(value) else None
