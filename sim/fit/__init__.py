"""From what was recorded to a county and demand pack: rates, seasons, dispersion, times, each with its interval."""
