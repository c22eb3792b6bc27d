"""The history call by call in plain Python, from the uniforms that NumPy's own Philox gives, written for reading."""

from __future__ import annotations

import math
from bisect import bisect_right
from statistics import NormalDist

import numpy as np

from sim.clock import DAYS_PER_WINDOW
from sim.demand.calendar import Calendar, Span
from sim.demand.marks import Neighbours
from sim.demand.rates import base_rates, potential_rates
from sim.demand.records import ASB_RECORD, CALL, DETERRABLE, HATE, UNREPORTED
from sim.demand.weather import draw_frailty
from sim.keys import Purpose, entity_key, philox_key, stream

BASE, EXTRA, ORPHANS, SILENT, CHILD = range(5)
NEVER = math.inf


def words_of(key, number, brood, block=0, count=4):
    """Give raw words of a call from one of its blocks on."""
    counter = np.array([block, number, brood, 0], dtype=np.uint64)
    return np.random.Philox(key=key, counter=counter).random_raw(count).tolist()


def doubles(words):
    """Turn words into uniforms on [0, 1), as NumPy does."""
    return [(word >> 11) * 2.0**-53 for word in words]


def normal(word):
    """Turn a word into a standard normal by the inverse of its distribution."""
    return NormalDist().inv_cdf(((word >> 12) + 0.5) * 2.0**-52)


def point_on(until, mark):
    """Find the interval of a cumulative table in which a mark falls, and where."""
    value = until[0] + mark * (until[-1] - until[0])
    if value >= until[-1]:
        value = until[-1] * (1 - 2.0**-53)
    return bisect_right(until, value) - 1, value


class NaiveHistory:
    """One replication; `calls` are records, `ready_order` ids."""

    def __init__(self, demand, handling, suppression, county, harm_by_offence, harm_by_type, clock, seed, replication):
        self.demand, self.handling, self.suppression, self.clock = demand, handling, suppression, clock
        self.harm_by_offence, self.harm_by_type = harm_by_offence, harm_by_type
        self.near = [
            county.neighbour[first:last].tolist()
            for first, last in zip(county.neighbour_start, county.neighbour_start[1:], strict=False)
        ]
        self.key = [philox_key(seed, replication, Purpose.MARKS, entity_key(name)) for name in demand.type_key]
        around = Neighbours(county.neighbour_start, county.neighbour)
        self.rates = potential_rates(demand, base_rates(demand), suppression, around)
        self.calendar = Calendar.of(Span(clock.start, clock.total_days), demand.hour_profile, demand.season)
        self.frailty = draw_frailty(demand.frailty, demand.n_areas, clock.windows, seed, replication).run
        self.run = seed, replication
        placed = [
            call
            for window in range(clock.windows)
            for kind in range(demand.n_types)
            for brood in (BASE, EXTRA, ORPHANS, SILENT)
            for call in self.lot(window, kind, brood)
        ]
        order = sorted(range(len(placed)), key=lambda at: (placed[at]["minute"], placed[at]["kind"], at))
        for row, at in enumerate(order):
            placed[at]["row"] = row
        self.calls = np.zeros(len(placed), dtype=CALL)
        for row, at in enumerate(order):
            self.write(self.calls[row], placed[at])
        ready = self.calls["ready_min"].tolist()
        self.ready_order = sorted(range(len(ready)), key=lambda row: (ready[row], row))

    def lot(self, window, kind, brood):
        """Place the calls of one type, brood and window, each followed by its near-repeats and theirs."""
        demand, rates = self.demand, self.rates
        last = min((window + 1) * DAYS_PER_WINDOW, self.clock.total_days) * 24
        elapsed = self.calendar.elapsed[kind, window * DAYS_PER_WINDOW * 24 : last + 1].tolist()
        silent = demand.unreported_ratio[kind] * demand.offence_share[kind].sum()
        per_year = {
            BASE: rates.base[kind],
            EXTRA: rates.extra[kind],
            ORPHANS: rates.orphans[kind] * self.calendar.first_season[kind],
            SILENT: silent * demand.observed_per_year[kind] * rates.highest_lift[kind],
        }[brood]
        frailty = self.frailty[demand.frailty.group_of_type[kind]]
        purpose = {ORPHANS: Purpose.CHILDREN, SILENT: Purpose.UNREPORTED}.get(brood, Purpose.IMMIGRANTS)
        busy = np.diff(self.calendar.elapsed[kind, self.calendar.span.window_edge_hour])
        if brood == ORPHANS:
            busy = (np.arange(busy.size) == 0).astype(float)
        means = busy * (frailty @ per_year)
        if not per_year.any():
            return []
        count = stream(*self.run, purpose, entity_key(demand.type_key[kind]), brood).poisson(means)[window]
        until = [0.0]
        for rate, weather in zip(per_year.tolist(), frailty[window].tolist(), strict=True):
            until.append(until[-1] + rate * weather)
        placed = []
        for place in range(count):
            number = (window << 40) + place
            time, where, thinning, _ = doubles(words_of(self.key[kind], number, brood))
            area = point_on(until, where)[0]
            if brood == ORPHANS:
                minute = max(self.after(kind, 0.0, time), 0.0)
                area = self.landing(kind, area, thinning)
                keep = minute < self.clock.horizon_min
            else:
                hour, value = point_on(elapsed, time)
                hour_of_run = window * DAYS_PER_WINDOW * 24 + hour
                within = (value - elapsed[hour]) / (elapsed[hour + 1] - elapsed[hour])
                minute = min((hour_of_run + within) * 60.0, last * 60.0 * (1 - 2.0**-53))
                keep = thinning < self.wanted(kind, brood, area, hour_of_run)
            call = {"minute": minute, "area": area, "kind": kind, "brood": brood, "number": number, "parent": None}
            if keep and not self.never_occurs(call):
                placed += self.family(call)
        return placed

    def wanted(self, kind, brood, area, hour_of_run):
        """Share of the calls of a brood, drawn at its highest rate, that are wanted in an area and hour."""
        hour = (hour_of_run + self.calendar.first_hour) % 168
        scale, lowest = self.rates.scale[kind, area], self.rates.least_happening[kind, area]
        happening = 1.0 - self.rates.kept[kind] * float(self.suppression.q[kind, area, hour])
        if brood == BASE:
            return scale / happening
        if brood == EXTRA:
            return (scale / happening - 1.0) / (scale / lowest - 1.0)
        return lowest / happening

    def never_occurs(self, call):
        """Not deterrable, and beyond the observed rate."""
        spare = float(self.suppression.spare[call["kind"]])
        if spare <= 1:
            return False
        u, _, _, deterred = doubles(words_of(self.key[call["kind"]], call["number"], call["brood"], 1))
        return deterred >= self.demand.deterrable_share[call["kind"]] and u * spare >= 1

    def family(self, first):
        """Give a call, its near-repeats, those of the first of these, and so on."""
        calls = [first]
        if first["brood"] == SILENT:
            return calls
        for parent in calls:
            kind = parent["kind"]
            words = words_of(self.key[kind], parent["number"], parent["brood"])
            for child in range(self.count(self.rates.children[kind], doubles(words)[3])):
                words = words_of(self.key[kind], parent["number"], parent["brood"], (1 << 20) + child)
                _, delay, where, _ = doubles(words)
                call = {
                    "minute": max(self.after(kind, parent["minute"], delay), parent["minute"]),
                    "area": self.landing(kind, parent["area"], where),
                    "kind": kind,
                    "brood": CHILD,
                    "number": words[0],
                    "parent": parent,
                }
                if call["minute"] < self.clock.horizon_min and not self.never_occurs(call):
                    calls.append(call)
        return calls

    @staticmethod
    def count(mean, mark):
        """Turn a uniform into a Poisson count."""
        count, chance = 0, float(np.exp(-mean))
        until = chance
        while mark >= until:
            count += 1
            chance *= mean / count
            until += chance
        return count

    def after(self, kind, minute, mark):
        """Give the minute of a near-repeat: an exponential delay on a clock that runs by the type's hours."""
        weeks, first = self.calendar.weeks[kind].tolist(), self.calendar.first_hour
        hours = minute / 60.0
        hour = math.floor(hours) + first
        week, slot = divmod(hour, 168)
        clock = week + weeks[slot] + (hours - math.floor(hours)) * (weeks[slot + 1] - weeks[slot])
        clock += -math.log1p(-mark) * (float(self.demand.near_repeat.decay_days[kind]) / 7.0)
        week = math.floor(clock)
        value = min(clock - week, 1 - 2.0**-53)
        slot = bisect_right(weeks, value) - 1
        within = (value - weeks[slot]) / (weeks[slot + 1] - weeks[slot])
        return (week * 168 + slot - first + within) * 60.0

    def landing(self, kind, area, mark):
        """Give the area in which a near-repeat lands."""
        near = self.demand.near_repeat
        column = bisect_right(near.landing[kind, area, :-1].tolist(), mark)
        return int(near.landing_area[kind, area, column])

    def write(self, record, call):
        """Write the record of a call."""
        demand, handling, kind, area = self.demand, self.handling, call["kind"], call["area"]
        words = words_of(self.key[kind], call["number"], call["brood"], 1, 16)
        u, _, moved, deterred, record_mark, hate, grade, officers, scene, _, gives_up, arrest = doubles(words)[:12]
        patience, _, later, slot = doubles(words)[12:]
        record["call_min"], record["area"], record["type"], record["u"] = call["minute"], area, kind, u
        record["v"] = ((words[1] & 0xFFFFFFFF) >> 8) * 2.0**-24
        record["report"] = (words[1] >> 40) * 2.0**-24
        record["parent"] = call["parent"]["row"] if call["parent"] else -1
        record["moved_area"] = self.moved(kind, area, moved)
        flags = DETERRABLE if deterred < demand.deterrable_share[kind] else 0
        flags |= HATE if hate < demand.hate_share[kind] else 0
        shares = demand.offence_share[kind]
        if call["brood"] == SILENT:
            flags |= UNREPORTED
            record_mark *= shares.sum()
        record["offence"], record["harm"] = -1, self.harm_by_type[kind]
        if record_mark < shares.sum():
            offences = np.flatnonzero(shares).tolist()
            record["offence"] = offences[
                min(bisect_right(np.cumsum(shares[offences]).tolist(), record_mark), len(offences) - 1)
            ]
            record["harm"] = self.harm_by_offence[record["offence"]]
        elif record_mark < shares.sum() + demand.asb_record_share[kind]:
            flags |= ASB_RECORD
        record["flags"] = flags
        grade = 1 + self.choose(demand.grade_share[kind], grade)
        record["grade"] = grade
        record["officers"] = 1 + self.choose(demand.officers_share[kind], officers)
        record["scene_min"] = self.scene(call, words[8], scene)
        delay = handling.handling_median_min
        if handling.handling_sigma > 0 and delay > 0:
            delay *= math.exp(handling.handling_sigma * normal(words[9]))
        ready = call["minute"] + delay
        if grade == 3 and handling.appointment_mean_days > 0:
            first, last = handling.appointment_hours
            days = 1
            if handling.appointment_mean_days > 1:
                days += math.floor(math.log1p(-later) / float(np.log1p(-1 / handling.appointment_mean_days)))
            ready = (call["minute"] // 1440 + days) * 1440 + first * 60 + math.floor(slot * (last - first) * 4) * 15
        record["ready_min"] = ready
        record["patience_min"] = NEVER
        if gives_up < handling.patience_share[grade - 1]:
            record["patience_min"] = ready + handling.patience_mean_min[grade - 1] * -math.log1p(-patience)
        if grade == 4:
            record["desk_min"] = handling.desk_mean_min * -math.log1p(-later)
        elif arrest < demand.arrest_share[kind]:
            record["custody_min"] = handling.custody_median_min * math.exp(handling.custody_sigma * normal(words[13]))

    @staticmethod
    def choose(shares, mark):
        """Choose one of several by their shares; a mark beyond their sum gives the last that has any."""
        return min(bisect_right(np.cumsum(shares).tolist(), mark), int(np.flatnonzero(shares)[-1]))

    def moved(self, kind, area, mark):
        """Give the neighbour that a displaced call goes to, in proportion to its potential calls."""
        weights = self.rates.potential[kind, self.near[area]]
        if not weights.sum() > 0:
            return area
        before = (np.cumsum(weights) - weights) / weights.sum()
        return self.near[area][sum(before[1:] <= mark)]

    def scene(self, call, word, mark):
        """Give the minutes on scene."""
        demand, kind = self.demand, call["kind"]
        way, mean, cv = demand.scene_kind[kind], float(demand.scene_mean_min[kind]), float(demand.scene_cv[kind])
        if way == 0 and cv > 0:
            variance = float(np.log1p(cv**2))
            return math.exp(float(np.log(mean)) - variance / 2 + math.sqrt(variance) * normal(word))
        if way == 1:
            return mean * -math.log1p(-mark)
        if way == 3 and cv > 0:
            return mean * cv**2 * self.gamma(call, cv**-2.0, mark)
        if way in {4, 5}:
            minutes = demand.scene_points[kind].minutes.tolist()
            if way == 4:
                return minutes[bisect_right(demand.scene_points[kind].before.tolist(), mark) - 1]
            step = mark * (len(minutes) - 1)
            return minutes[int(step)] + (step - int(step)) * (minutes[int(step) + 1] - minutes[int(step)])
        return mean

    def gamma(self, call, shape, boost):
        """Draw from a gamma distribution (Marsaglia and Tsang 2000); a shape below 1 by way of the next above."""
        d = (shape if shape >= 1 else shape + 1) - 1 / 3
        trial = 1 << 10
        while True:
            words = words_of(self.key[call["kind"]], call["number"], call["brood"], trial)
            x = normal(words[0])
            root = 1 + x / math.sqrt(9 * d)
            if root > 0:
                v = root**3
                level = 0.5 * x * x + d - d * v + d * math.log(v)
                if math.log(((words[1] >> 12) + 0.5) * 2.0**-52) < level:
                    return d * v * (1.0 if shape >= 1 else boost ** (1 / shape))
            trial += 1
