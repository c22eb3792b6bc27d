"""The county: areas, districts, stations, roads and travel times."""
