"""The test of target, test, track: designs of a pilot, estimators on what was recorded, power."""
