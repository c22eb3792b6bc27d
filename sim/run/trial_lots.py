"""How pilots are divided into tasks: always alike, so that the number of workers changes nothing."""

from __future__ import annotations

from typing import Final

LOT: Final = 25
"""Pilots of one task, whatever the number of workers."""


def lots(pilots: int) -> list[range]:
    """Divide pilots into lots, one a task."""
    return [range(first, min(first + LOT, pilots)) for first in range(0, pilots, LOT)]
