"""What must hold whatever the numbers are: of every run, and between runs that differ in one thing."""
