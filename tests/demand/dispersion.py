"""How uneven counts are, worked out plainly."""


def pearson(counts):
    """χ²/df of area × month counts after area and month effects, areas without any row left out."""
    counts = counts[counts.sum(axis=1) > 0]
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    return ((counts - expected) ** 2 / expected).sum() / ((counts.shape[0] - 1) * (counts.shape[1] - 1))
