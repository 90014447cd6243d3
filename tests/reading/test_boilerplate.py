import pytest
import yaml

from pactgraph.reading.boilerplate import dropped, site_header
from pactgraph.reading.settings import Boilerplate
from pactgraph.reading.traced import Traced

from .conftest import PROJECT

RULES = yaml.safe_load((PROJECT / "extract" / "boilerplate.yaml").read_text(encoding="utf-8"))
BODY = "The two parties signed the plan today and agreed to meet each year in the spring."


def lines(*texts: str) -> list[Traced]:
    return [Traced(text) for text in texts]


def around(rule, *texts: str) -> list[Traced]:
    """The lines where the rule looks for them: above the prose, or below it."""
    body = [BODY, ""]
    return lines(*(([*texts, *body]) if rule.get("where") == "head" else [*body, *texts]))


def outcome(settings, rule, *texts: str) -> list[bool]:
    doc = around(rule, *texts)
    start = 0 if rule.get("where") == "head" else 2
    out = dropped(doc, settings.boilerplate)
    return [i in out for i in range(start, start + len(texts)) if doc[i].text]


@pytest.mark.parametrize("rule", RULES["lines"], ids=lambda rule: rule["id"])
def test_line_rules_keep_their_word(settings, rule):
    assert rule["examples"]
    assert rule["counter_examples"]
    for text in rule["examples"]:
        assert outcome(settings, rule, text) == [True], text
    for text in rule["counter_examples"]:
        assert outcome(settings, rule, text) == [False], text


@pytest.mark.parametrize("rule", RULES["blocks"], ids=lambda rule: rule["id"])
def test_block_rules_keep_their_word(settings, rule):
    for texts in rule["examples"]:
        assert all(outcome(settings, rule, *texts)), texts
    for texts in rule["counter_examples"]:
        assert not any(outcome(settings, rule, *texts)), texts


def test_a_contact_block_ends_with_its_last_contact_line(settings):
    doc = lines(BODY, "Media contact:", "Jane Doe", "Tel: +41 22 000 0000", "", "About the Agency", "", BODY)
    assert dropped(doc, settings.boilerplate) == {1, 2, 3}


def test_an_opening_without_contacts_takes_nothing_with_it(settings):
    doc = lines(BODY, "For more information, please contact:", "Ministry of Rivers", BODY)
    assert dropped(doc, settings.boilerplate) == {1}


def test_a_breadcrumb_and_the_lines_above_it_are_the_site_header():
    doc = lines("A Library", "", "The Law Library", "A Library > Law > News", "", "States sign a pact")
    header = site_header(doc)
    assert header.lines == ("A Library", "The Law Library")
    assert header.trail == ("A Library", "Law", "News")
    assert dropped(doc, Boilerplate()) == {0, 2, 3, 1}


def test_prose_above_a_breadcrumb_is_no_site_header():
    assert site_header(lines(BODY, "A > B > C")).end == 0


def test_page_numbers_must_count_up():
    pages = [text for n in range(1, 4) for text in [*[BODY] * 12, str(n)]]
    assert dropped(lines(*pages), Boilerplate()) == {12, 25, 38}
    assert dropped(lines(BODY, "7", BODY, "1996", BODY), Boilerplate()) == set()


def test_menus_and_rules_of_dashes_go(settings):
    doc = lines("Home | About | News | Contact", BODY, "-----------", "* * *")
    assert dropped(doc, Boilerplate()) == {0, 2, 3}


def test_without_rules_no_wording_is_known():
    assert dropped(lines("Site map", BODY, "Tel: 12345678"), Boilerplate()) == set()
