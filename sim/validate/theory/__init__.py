"""What theory says of small systems: formulae and exact solutions, one a file, that know nothing of the simulator."""
