"""The designs by the name that a study file gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sim.trial.config import DesignConfig
from sim.trial.designs.before_after import BeforeAfter
from sim.trial.designs.cluster_randomised import ClusterRandomised
from sim.trial.designs.crossover import Crossover
from sim.trial.designs.design import Design
from sim.trial.designs.matched_controls import MatchedControls
from sim.trial.designs.stepped_wedge import SteppedWedge

_DESIGNS: Final[dict[str, Callable[[Any], Design]]] = {
    "before_after": BeforeAfter,
    "matched_controls": MatchedControls,
    "cluster_randomised": ClusterRandomised,
    "crossover": Crossover,
    "stepped_wedge": SteppedWedge,
}
"""A new design is a small file of its own, its section in `sim.trial.config` and a line here."""


def design_of(config: DesignConfig) -> Design:
    """Build the design that a section of a study file asks for."""
    return _DESIGNS[config.kind](config)
