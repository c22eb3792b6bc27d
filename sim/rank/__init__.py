"""Which areas come first, by what, and how sure that is: the ranking of a county's areas."""
