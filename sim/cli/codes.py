"""Exit codes, which scripts rely on."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FAILED: Final = 1
WRONG_INPUT: Final = 2
MISSED: Final = 6
"""A known answer or a benchmark was missed."""
UNDECIDED: Final = 7
"""A study of the user's is too short to be held against theory."""
INTERRUPTED: Final = 130
