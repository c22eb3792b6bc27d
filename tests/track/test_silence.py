"""Times in which trackers told nothing, by hand."""

import math

import numpy as np

from sim.track.detect import Reports
from sim.track.silence import silence_of


def test_silence_is_what_lies_between_reports_that_are_too_far_apart():
    # unit 0: 1 minute, 9 minutes, then home for ten hours, 2 minutes; unit 1: 8 minutes
    time = np.array([0.0, 1, 10, 610, 612, 0, 8])
    unit = np.array([0, 0, 0, 0, 0, 1, 1])
    zeros = np.zeros(7)
    silence = silence_of(Reports(unit, time, zeros, zeros, np.ones(7, dtype=bool)), 5.0)
    assert silence == (17, 17 / 20)
    nothing = silence_of(Reports(unit[:1], time[:1], zeros[:1], zeros[:1], np.ones(1, dtype=bool)), 5.0)
    assert nothing.minutes == 0
    assert math.isnan(nothing.share)
