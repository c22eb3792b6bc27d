"""The files that git tracks, for the tests that read all of them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked_files() -> tuple[str, ...]:
    """Give the paths of all tracked files, with forward slashes; skip the test outside a clone."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone: git does not say which files are tracked")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(name for name in names if name and (ROOT / name).is_file())


def tracked_texts() -> list[tuple[str, str]]:
    """Give path and text of every tracked file that is text."""
    texts = []
    for name in tracked_files():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data[:8192]:
            texts.append((name, data.decode("utf-8")))
    return texts
