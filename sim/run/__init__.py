"""The composition root: builds the parts of a study, runs it here or in workers, writes its results."""

from sim.run.study import StudyResult, run_study

__all__ = ["StudyResult", "run_study"]
