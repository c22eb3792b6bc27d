import itertools
import re
from html.parser import HTMLParser

import pytest

from sim.report.content import Option
from sim.report.html import render_report
from tests.report.made_up import OPTIONS, content, county, row

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


class Page(HTMLParser):
    """A page as its elements, and what is wrong with their nesting."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.elements = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))

    def all(self, tag):
        return [attributes for name, attributes, _ in self.elements if name == tag]


@pytest.fixture(scope="module")
def text():
    return render_report(content())


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_elements_are_closed_in_order(page):
    assert page.wrong == []
    assert page.open == []


def test_nothing_is_loaded_from_anywhere(text, page):
    links = [value for _, attributes, _ in page.elements for key, value in attributes.items() if key in {"src", "href"}]
    assert [link for link in links if not link.startswith("#")] == []
    assert "url(" not in text
    assert "@import" not in text
    assert "http" not in text
    assert not {"script", "link", "iframe", "img", "object"} & {name for name, _, _ in page.elements}


def test_links_within_the_page_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"][1:] for _, attributes, _ in page.elements if attributes.get("href", "").startswith("#")]
    assert set(links) <= set(ids)


def test_one_first_heading_and_no_level_is_left_out(page):
    levels = [int(name[1]) for name, _, _ in page.elements if re.fullmatch(r"h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_each_figure_has_a_title_and_a_caption(page):
    drawings = [attributes for attributes in page.all("svg") if attributes.get("role") == "img"]
    titled = [parents for name, _, parents in page.elements if name == "title" and parents[-1:] == ("svg",)]
    # two charts of two options each, two maps and the map of the districts
    assert len(drawings) == len(titled) == 2 * 2 + 3
    assert len(page.all("figure")) == len(page.all("figcaption")) == 2 + 3


def test_a_drawing_is_named_or_hidden(page):
    assert all(a.get("role") == "img" or a.get("aria-hidden") == "true" for a in page.all("svg"))


def test_every_table_has_a_caption_and_every_heading_a_scope(page):
    assert len(page.all("table")) == len(page.all("caption")) > 0
    assert all("scope" in attributes for attributes in page.all("th"))


def test_each_figure_has_a_data_table(page):
    inside = [parents for name, _, parents in page.elements if name == "table" and "details" in parents]
    # two charts, the maps together, two groups of assumptions
    assert len(inside) == 2 + 1 + 2


def test_there_is_one_shape_for_each_area_and_option(page):
    shapes = [a for a in page.all("use") if re.fullmatch(r"#a\d+", a["href"])]
    assert len(shapes) == 12 * 2


def test_numbers_are_those_of_the_rows(text):
    # 1,234 with 234 to 2,234 keeps steps of 100; minutes, shares and dose as the rows have them
    for shown in (
        "+1,200",
        "200 to 2,200",
        "98 in 100",
        "8.3 min",
        "86.4% in time",
        "750",
        "75% of 1,000",
        "+£660,000",
    ):
        assert shown in text


def test_the_kind_of_interval_is_said(text):
    assert "95% intervals of the mean, chance only" in text
    assert "predictive" not in text.partition('id="glossary"')[0]
    assert "<strong>predictive intervals</strong>" in render_report(content(effect_drawn=True))


def test_a_drawn_effect_without_predictive_bounds_says_so():
    summary = tuple(
        entry for entry in content().summary if entry.difference_predict_low != entry.difference_predict_low
    )
    assert "the runs give no predictive bounds" in render_report(content(effect_drawn=True, summary=summary))


def test_the_first_notes_stand_on_top_and_the_others_under_limits(text):
    top, _, limits = text.partition('id="limits"')
    assert "Response buys minutes only." in top
    assert "No triage." not in top
    assert "No triage." in limits


def test_a_synthetic_county_is_stamped_on_every_map_and_table_of_results(text):
    assert text.count(">synthetic county</text>") == 3
    captions = re.findall(r"<caption><span>(.*?)</span></caption>", text)
    results = [caption for caption in captions if "ifference" in caption]
    assert results
    assert all("synthetic county" in caption for caption in results)


def test_a_real_county_carries_its_licence_under_every_map():
    text = render_report(content(county=county(synthetic=False)))
    assert text.count('<p class="licence">Contains OS data © Crown copyright. Open Government Licence v3.0.</p>') == 3
    assert "synthetic county" not in text


@pytest.mark.parametrize("hostile", ['<script>alert("x")</script>', "</style><b>", '"><img src=x onerror=y>', "a & b"])
def test_hostile_names_are_escaped(hostile):
    options = (OPTIONS[0], Option("patrol", hostile, hostile), OPTIONS[2])
    text = render_report(
        content(
            title=hostile,
            question=hostile,
            options=options,
            notes=(hostile,),
            county=county(district=hostile),
            provenance={hostile: hostile},
            command=hostile,
            summary=(*content().summary, row("patrol", f"harm_prevented[district={hostile}]", 1.0, 0.5, 1.5)),
        )
    )
    assert hostile not in text
    assert Page(text).wrong == []
    assert not {"script", "img", "b"} & {name for name, _, _ in Page(text).elements}


def test_a_baseline_alone_still_makes_a_page():
    text = render_report(content(options=OPTIONS[:1], area_values={}, paired_harm={}, paired_crimes={}, direct=()))
    assert Page(text).wrong == []
    assert "nothing to compare it with" in text
    assert 'id="comparison"' not in text


def test_a_median_among_unanswered_calls_is_told_in_words():
    summary = tuple(entry for entry in content().summary if entry.measure != "response_median_grade1")
    text = render_report(
        content(summary=(*summary, row("patrol", "response_median_grade1", mean=float("nan"), unit="minutes")))
    )
    assert "more than half never reached" in text


def test_the_same_content_gives_the_same_page(text):
    assert render_report(content()) == text


def test_the_order_under_every_index_is_told(text):
    assert "The order of the options is the same under all 2 indices." in text


def test_residents_of_a_group_come_from_the_county(text):
    # two of the twelve areas have a third of no one more than the others: each district half, urban two thirds
    rows = dict(re.findall(r'<th scope="row">(Westmarch|Urban)</th><td class="number">(\d+%)</td>', text))
    assert rows == {"Westmarch": "50%", "Urban": "67%"}


def test_sentences_are_a_space_apart():
    for page in (render_report(content()), render_report(content(effect_drawn=True))):
        assert not re.search(r"[.!?](?:“|&ldquo;)", page)
