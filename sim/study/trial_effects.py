"""Whether a study of pilots tries effects that its patrol can have at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sim.command.config import FixedEffect
from sim.study.errors import validate
from sim.study.trial_schema import TrialStudy
from sim.trial.config import Dose

if TYPE_CHECKING:
    from sim.command.config import EffectPack
    from sim.errors import Problem
    from sim.study.reader import Document, Loc

_ONLY_NOTHING: Final = "reductions: [0]"


def check_effects(study: Document, pack: EffectPack | None) -> Iterator[Problem]:
    """Refuse falls above 0 where no visit is made, or where the effect pack says that patrol prevents nothing.

    Parameters
    ----------
    study
        The study file.
    pack
        The effect that it names; None where that could not be read.
    """
    if "kind" not in study.data or not _tries_any(study):
        return
    if pack is not None and pack.reduction.value == 0 and isinstance(pack.distribution, FixedEffect):
        loc: Loc = ("reductions",) if "reductions" in study.data else ("effect",)
        what = f"falls above 0 are tried, and the effect pack says that there is none ({pack.label})"
        yield study.problem(loc, what, f"write effect: central, or {_ONLY_NOTHING}", at_key=True)
    dose = study.data.get("dose")
    if isinstance(dose, Mapping) and "compliance" in dose and study.data.get("delivery") != "street":
        written, _ = validate(Dose, study, ("dose",))
        if written is not None and written.compliance is not None and written.compliance.value == 0:
            what = "falls above 0 are tried, and no visit is made"
            yield study.problem(("dose", "compliance"), what, f"give a share above 0, or write {_ONLY_NOTHING}")


def _tries_any(study: Document) -> bool:
    """Tell whether any fall above 0 is tried."""
    written = study.data.get("reductions", TrialStudy.model_fields["reductions"].default)
    return isinstance(written, list | tuple) and any(isinstance(one, int | float) and one > 0 for one in written)
