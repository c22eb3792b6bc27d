"""Calls with near-repeats of known strength, drawn one after the other, the slow and obvious way."""

import numpy as np

from sim.fit.events import Events

SIDE_M = 8_000.0
CELL_M = 500.0
CELLS = int(SIDE_M / CELL_M)


def self_exciting(
    seed, *, branching, decay_days=10.0, sigma_m=150.0, immigrants=3_000, until_day=730.0, rough=1.0, months=0.0
):
    """Calls on a square of eight kilometres.

    Its cells of half a kilometre differ (lognormal, sigma `rough`), and have good and bad months of 28 days (gamma,
    variance `months`).
    """
    random = np.random.default_rng(seed)
    cell_weight = np.exp(rough * random.standard_normal(CELLS**2))
    windows = int(until_day // 28) + 1
    weight = np.outer(cell_weight, np.ones(windows))
    if months:
        weight *= random.gamma(1 / months, months, weight.shape)
    weight[:, -1] *= until_day / 28 - (windows - 1)
    chosen = random.choice(weight.size, random.poisson(immigrants), p=(weight / weight.sum()).ravel())
    waiting = []
    for cell, window in zip(*np.divmod(chosen, windows), strict=True):
        day = random.uniform(28 * window, min(28 * (window + 1), until_day))
        waiting.append((day, (cell % CELLS + random.random()) * CELL_M, (cell // CELLS + random.random()) * CELL_M))
    found = []
    while waiting:
        day, x_m, y_m = waiting.pop()
        found.append((day, x_m, y_m))
        for _ in range(random.poisson(branching)):
            later = day + random.exponential(decay_days)
            if later < until_day:
                waiting.append((later, *(np.array([x_m, y_m]) + sigma_m * random.standard_normal(2))))
    day, x_m, y_m = np.array(sorted(found)).T
    cell = np.clip([x_m // CELL_M, y_m // CELL_M], 0, CELLS - 1).astype(np.int64)
    return Events(*(np.ascontiguousarray(part) for part in (day, x_m, y_m)), cell[0] + CELLS * cell[1], until_day)
