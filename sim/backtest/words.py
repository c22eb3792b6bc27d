"""Words and numbers that the table and the page of a backtest share."""

from __future__ import annotations

import math

from sim.backtest.findings import Findings
from sim.report.numbers import NONE


def months_words(findings: Findings) -> str:
    """Say what was fitted and what was hidden."""
    fitted, hidden = findings.fitted, findings.hidden
    return (
        f"fitted to {len(fitted)} months from {fitted[0]} to {fitted[-1]}, "
        f"held against {len(hidden)} from {hidden[0]} to {hidden[-1]}, {findings.draws:,} draws, seed {findings.seed}"
    )


def percent(share: float) -> str:
    """Write a share to a tenth of a percent, or a dash where there is none."""
    return f"{share:.1%}" if math.isfinite(share) else NONE


def rounded(value: float, decimals: int = 0) -> str:
    """Write a number with so many decimals, or a dash where there is none."""
    return f"{value:,.{decimals}f}" if math.isfinite(value) else NONE
