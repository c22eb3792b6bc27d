"""Difference in differences: least squares with place and period effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.trial.clusters import count_groups, membership, sum_by
from sim.trial.form import form_of
from sim.trial.parts import in_handfuls, nothing
from sim.trial.pilot import Estimates, Floats, Pilots
from sim.trial.quantiles import student_95, student_p
from sim.trial.two_way import Effect, Panel, beale, effect_on, panel_of, share_of


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """Compare how treated and untreated place-periods changed, with errors that let what was assigned together be alike.

    Notes
    -----
    Cluster-robust errors of Liang & Zeger (1986), doi:10.1093/biomet/73.1.13, enlarged by G/(G − 2) for G clusters (places; the
    districts of a stepped wedge) and read against Student's t of G − 2: with two arms of equal size and two periods that is
    the t-test of the places' changes. The relative change is a ratio: its bias is taken off, its interval is the delta method's. Both need
    some fifty incidents an arm: a difference of rates, put as a share of one that is hardly known, says little.
    """

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`."""
        return in_handfuls(pilots, self._estimate)

    @staticmethod
    def _estimate(pilots: Pilots) -> Estimates:
        """Estimate a handful."""
        form = form_of(pilots)
        if form == "uncontrolled":
            return nothing(pilots)
        panel = panel_of(pilots, form)
        effect = effect_on(panel)
        of_group = membership(panel.cluster)
        clusters = count_groups(of_group)
        freedom = np.where(clusters > 2, clusters - 2, np.nan)
        enlarged = clusters / freedom
        pull = np.einsum("pit,pkit->pki", effect.contrast, effect.residual) / effect.weight[..., None]
        error = np.sqrt(enlarged * (sum_by(pull, of_group) ** 2).sum(axis=2))
        on_change, on_treated, on_untreated = (sum_by(part, of_group) for part in _pulls(panel, effect, pull))
        variance = enlarged * (on_untreated**2).sum(axis=2)
        change = (
            beale(
                1 + effect.change, effect.untreated_rate, enlarged * (on_treated * on_untreated).sum(axis=2), variance
            )
            - 1
        )
        reach = student_95(freedom) * np.sqrt(enlarged * (on_change**2).sum(axis=2))
        return Estimates(change, change - reach, change + reach, student_p(share_of(effect.value, error), freedom))


@dataclass(frozen=True, slots=True)
class NaiveDifferenceInDifferences:
    """Compare the same changes as if every place-period were a separate, equally noisy number.

    Notes
    -----
    What comes of it where periods of a place are alike: Bertrand, Duflo & Mullainathan (2004), doi:10.1162/003355304772839588.
    """

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`."""
        return in_handfuls(pilots, self._estimate)

    @staticmethod
    def _estimate(pilots: Pilots) -> Estimates:
        """Estimate a handful."""
        form = form_of(pilots)
        if form == "uncontrolled":
            return nothing(pilots)
        panel = panel_of(pilots, form)
        effect = effect_on(panel)
        n_places, n_periods = panel.treated.shape[1:]
        freedom = float((n_places - 1) * (n_periods - 1) - 1)
        if freedom <= 0:
            return Estimates(effect.change, *(np.full(effect.value.shape, np.nan) for _ in range(3)))
        squares = np.einsum("pkit,t,pkit->pk", effect.residual, panel.length_days, effect.residual)
        error = np.sqrt(squares / freedom / effect.weight)
        reach = share_of(student_95(freedom) * error, effect.untreated_rate)
        change = effect.change
        return Estimates(change, change - reach, change + reach, student_p(share_of(effect.value, error), freedom))


def _pulls(panel: Panel, effect: Effect, pull: Floats) -> tuple[Floats, Floats, Floats]:
    """Give how far each place pulls the relative change, the treated and the untreated rate: (n_pilots, n_outcomes, n_places) each.

    With A the treated rate and B = A − δ the untreated, the change is A/B − 1, whose differential is (dA − (A/B) dB)/B. An effect in
    proportion to a place's rate pulls dA and dB alike, and so widens nothing. Nor does the season, which is the same for all places: A is of
    rates against the mean of their period.
    """
    share = effect.contrast * panel.treated / effect.weight[..., None]
    untreated = panel.rate - effect.value[..., None, None] * panel.treated[:, None]
    away = np.einsum("pit,pkit->pki", share, panel.rate - untreated.mean(axis=2, keepdims=True))
    on_treated = away - share.sum(axis=2)[:, None] * away.sum(axis=2, keepdims=True)
    on_untreated = on_treated - pull
    ratio = 1 + effect.change
    on_change = (on_treated - ratio[..., None] * on_untreated) / effect.untreated_rate[..., None]
    return on_change, on_treated, on_untreated
