"""What analysts make of a pilot's recorded counts: an estimator each, behind one Protocol."""
