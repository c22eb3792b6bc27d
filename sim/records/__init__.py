"""What was recorded: crime by area and month, and a force's own incident log, read from published or private files."""
