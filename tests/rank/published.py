"""The published top ten, as the file that comes with the program lists it."""

from __future__ import annotations

import numpy as np

from sim.harm.ranked import COMPONENTS
from sim.study.packs import bundle_folder
from tests.files import read_csv

FILE = bundle_folder("models") / "published" / "hertfordshire_top_ten.csv"


def rows():
    """Give the rows of the file."""
    return read_csv(FILE)


def ranks():
    """Give the published component ranks: (5, 10)."""
    return np.array([[float(row[key]) for row in rows()] for key in COMPONENTS])
