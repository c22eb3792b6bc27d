"""The seam of evaluation: an estimator reads recorded counts and says by how much they changed."""

from __future__ import annotations

from typing import Protocol

from sim.trial.pilot import Estimates, Pilots


class Estimator(Protocol):
    """Says of many pilots at once what an analyst would say of each."""

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome.

        Parameters
        ----------
        pilots
            What the pilots left on record. A pilot's estimate does not depend on which others stand beside it.

        Returns
        -------
        Estimates
            NaN where the design gives the estimator nothing to compare: two arms, say, where every place is treated.
        """
        ...
