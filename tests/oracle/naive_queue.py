"""Queues of identical servers in plain Python, written for reading: what a textbook does with a list of calls."""

from __future__ import annotations

import heapq


def first_come_first_served(made, service, servers):
    """Give when each call is first served: by the server that is free first (Kiefer and Wolfowitz)."""
    free = [0.0] * servers
    starts = []
    for at, minutes in zip(made, service, strict=True):
        start = max(at, heapq.heappop(free))
        starts.append(start)
        heapq.heappush(free, start + minutes)
    return starts


def by_priority(made, service, grade, servers):
    """Give when each call is first served: lowest grade first, longest waiting first; nobody is interrupted."""
    starts = [None] * len(made)
    waiting, ends, free, now = [], [], servers, 0.0
    coming = list(range(len(made)))[::-1]
    while coming or waiting:
        while waiting and free:
            _, call = heapq.heappop(waiting)
            starts[call], free = now, free - 1
            heapq.heappush(ends, now + service[call])
        if ends and (not coming or ends[0] <= made[coming[-1]]):
            now, free = heapq.heappop(ends), free + 1
        elif coming:
            call = coming.pop()
            now = made[call]
            heapq.heappush(waiting, (grade[call], call))
    return starts


def preemptive_resume(made, service, grade):
    """Give when each call is over at one server; a call of grade 1 interrupts one of grade 2, which then resumes."""
    left, over = list(service), [None] * len(made)
    waiting, now = [], 0.0
    coming = list(range(len(made)))[::-1]
    while coming or waiting:
        if not waiting:
            now = max(now, made[coming[-1]])
        while coming and made[coming[-1]] <= now:
            call = coming.pop()
            heapq.heappush(waiting, (grade[call], call))
        call = waiting[0][1]
        until = made[coming[-1]] if coming else float("inf")
        if now + left[call] <= until:
            heapq.heappop(waiting)
            now += left[call]
            over[call] = now
        else:
            left[call] -= until - now
            now = until
    return over
