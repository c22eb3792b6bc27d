"""How assignment could have fallen out instead: a way for each kind of randomised design."""
