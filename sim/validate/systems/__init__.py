"""Kinds of small systems that theory knows; each is recognised in a study, whatever its numbers."""
