"""The street in plain SimPy, to be read and to be trusted: units, the telephone and the desk as processes, the same logs as `sim.street`."""
