"""The commands, a file each. Adding one takes a file here and its name in `sim.cli.program`."""
