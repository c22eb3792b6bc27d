"""Known answers: the program held against theory, against its own rules and against what was published."""
