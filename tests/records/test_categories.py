from sim.records.categories import PUBLISHED, spelled


def test_every_category_is_spelled_as_published():
    assert [spelled(name.upper()) for name in PUBLISHED] == list(PUBLISHED)
    assert [spelled(name.lower().replace(" ", "-")) for name in PUBLISHED] == list(PUBLISHED)


def test_what_is_not_published_stays_as_it_is():
    assert spelled("Cattle rustling") == "Cattle rustling"
