"""Workers that are gone for good."""

from __future__ import annotations

from sim.errors import SimError


class WorkersLostError(SimError, RuntimeError):
    """Those who did the work are gone, and what they had in hand was given out as often as is sensible."""
