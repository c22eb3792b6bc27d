"""The force: officers, teams, shifts, abstraction, crews and the uplift pipeline."""
