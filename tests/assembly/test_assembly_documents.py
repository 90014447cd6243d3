"""Documents that others cite, and the dates learnt from them."""

from assembly_records import Record, bodies, literal, news, pact

from pactgraph.assembly import Settings, assemble
from pactgraph.extraction.findings import Findings

TITLE = "NFC and Baltic Marine Agency Sign Accord on Herring to Feed the Seals of the North"


def _press(date: str | None = None) -> Findings:
    record = news("press", "NFC and BMA will sign an accord today.", title=TITLE, date=date)
    bodies(record, NFC="Nordic Fisheries Council", BMA="Baltic Marine Agency")
    pact(record, "a", "Agreement", "Herring Accord", ["nfc", "bma"])
    record.say("a", "dateSigned", literal("P0D", "relative"), next(iter(record.evidence)), basis="today")
    return record.findings()


def _citing(doc: str, title: str, date: str | None) -> Findings:
    record = news(doc, f"An accord was signed. ({title}.)")
    record.thing("d", "document", "Document", title)
    evidence = record.because("citation", title)
    record.say("d", "title", literal(title), evidence)
    if date:
        record.say("d", "datePublished", literal(date, "date"), evidence)
    return record.findings()


SHORT = "Nordic Fisheries Council and BMA Sign Accord on Herring"


def test_a_shortened_title_is_the_document_read_and_gives_it_its_date(settings: Settings) -> None:
    assembly = assemble([_press(), _citing("news", SHORT, "2015-03-02")], settings)
    identity = assembly.identity
    assert identity.node("news", "d") is identity.node("press", "doc")
    assert identity.today["press"].date == "2015-03-02"
    assert "as news cites it" in identity.today["press"].basis
    assert identity.node("press", "a").iri.endswith("/2015-agreement-bma-nfc")


def test_without_the_citing_document_the_date_is_not_known(settings: Settings) -> None:
    assembly = assemble([_press()], settings)
    graph = assembly.document("press")
    signed = "<https://example.org/ontology#dateSigned>"
    node = f"<{assembly.identity.node('press', 'a').iri}>"
    assert not [t for t in graph.triples if t[0] == node and t[1] == signed]
    assert [t for t in graph.triples if t[2] == '"PT0S"^^<http://www.w3.org/2001/XMLSchema#duration>']


def test_the_documents_own_date_wins(settings: Settings) -> None:
    assembly = assemble([_press("2015-03-03"), _citing("news", SHORT, "2015-03-02")], settings)
    assert assembly.identity.today["press"].date == "2015-03-03"
    published = "<https://example.org/ontology#datePublished>"
    press = f"<{assembly.documents()['press']}>"
    facts = [t for g in assembly.graphs() for t in g.triples if t[:2] == (press, published)]
    assert {t[2] for t in facts} == {'"2015-03-03"^^<http://www.w3.org/2001/XMLSchema#date>'}


def test_a_citation_of_another_day_is_another_document(settings: Settings) -> None:
    identity = assemble([_press("2015-03-03"), _citing("news", SHORT, "2014-03-02")], settings).identity
    assert identity.node("news", "d") is not identity.node("press", "doc")


def test_most_citations_decide_and_the_earliest_of_equally_many(settings: Settings) -> None:
    cited = [_citing(f"n{i}", TITLE, d) for i, d in enumerate(("2015-03-02", "2015-03-03", "2015-03-03"))]
    assert assemble([_press(), *cited], settings).identity.today["press"].date == "2015-03-03"
    assert assemble([_press(), *cited[:2]], settings).identity.today["press"].date == "2015-03-02"


def test_a_beginning_that_two_documents_share_is_neither(settings: Settings) -> None:
    other = Record("other", "Text.", title=f"{SHORT} and Cod").findings()
    identity = assemble([_press(), other, _citing("news", SHORT, "2015-03-02")], settings).identity
    assert identity.node("news", "d") not in (identity.node("press", "doc"), identity.node("other", "doc"))


def test_short_titles_need_a_day_in_common(settings: Settings) -> None:
    undated = [_citing(d, "Press Conference", None) for d in ("one", "two")]
    dated = [_citing(d, "Press Conference", "2015-03-02") for d in ("one", "two")]
    first, second = (assemble(group, settings).identity for group in (undated, dated))
    assert first.node("one", "d") is not first.node("two", "d")
    assert second.node("one", "d") is second.node("two", "d")
