"""Facts about citations and what they cite."""

from collections.abc import Callable
from functools import partial

import pytest

from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .marking import facts, label, said
from .marking import read as marked_reading

Read = Callable[..., Reading]


@pytest.fixture
def read(rules: Rules) -> Read:
    return partial(marked_reading, rules)


CITING = "They met . (Ana Ruiz, Cod News, HARBOUR NEWS (May 4, 2010).) More . (Id.)"


def test_a_citation_and_what_it_cites(read: Read) -> None:
    found = facts(read(CITING))
    assert {
        ("Cod News", "title", "Cod News"),
        ("Cod News", "author", "Ana Ruiz"),
        ("Cod News", "publisher", "HARBOUR NEWS"),
        ("Cod News", "datePublished", "2010-05-04"),
        ("document", "citesSource", "Cod News"),
    } <= said(found)
    sources = [f.object for f in found if f.property == "citedSource"]
    assert len(sources) == 2
    assert sources[0] is sources[1]
    assert ("citation", "backReference", "Id.") in said(found)


def test_a_cited_agreement_is_an_agreement(read: Read) -> None:
    found = facts(read("Kenya met Uganda . (Treaty on Fish between Kenya and Uganda (May 4, 2010).)"))
    treaty = next(f.object for f in found if f.property == "citedSource")
    assert treaty is not None
    assert (treaty.kind, treaty.cls) == ("agreement", "Treaty")
    about = {
        (f.property, label(f.object) or (f.value.value if f.value else ""))
        for f in found
        if f.subject is treaty
    }
    assert about == {("party", "Kenya"), ("party", "Uganda"), ("dateSigned", "2010-05-04")}
