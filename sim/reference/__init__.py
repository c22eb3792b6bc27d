"""The street in plain SimPy, to be read and to be trusted: units and calls as processes, the same logs as `sim.street`."""
