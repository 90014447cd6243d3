"""Settling: what the collected facts amount to. Quotations, plans and statuses are weighed, doubles and mere talk dropped."""

from collections.abc import Iterable

from pactgraph.extraction.findings import Value
from pactgraph.extraction.matching import NOMINAL, Fact, Scene
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.terms import Terms


def settle(reading: Reading, made: Scene, facts: list[Fact]) -> list[Fact]:
    """The facts to be stated, in the order of the text."""
    facts = [f for f in facts if f.subject is not f.object]
    facts = _attributed(reading, facts)
    facts = _joined_performances(reading, facts)
    facts = _moved_to_focus(reading, facts)
    facts = _one_status(reading, facts)
    facts = _one_date(facts)
    kept = _kept_agreements(reading, facts)
    agreements = {id(n) for n in reading.resolver.nodes}
    facts = [
        f
        for f in facts
        if all(id(n) in kept for n in (f.subject, f.object) if n is not None and id(n) in agreements)
    ]
    facts = _completed(reading, kept, facts)
    return _unique(sorted(facts, key=lambda f: (f.start, f.end)))


def _attributed(reading: Reading, facts: Iterable[Fact]) -> list[Fact]:
    """What is said inside a quotation is its speaker's claim, unless the speaker acts for a party of the agreement itself."""
    out = []
    for fact in facts:
        number = reading.quoted.get(fact.start)
        if number is None or fact.rule.startswith(("quotations:", "citations:", "roles:", "names:")):
            out.append(fact)
            continue
        speaker = reading.quotations[number].speaker
        if speaker is None or not _first_hand(reading, speaker, fact):
            fact.modality, fact.speaker = "claimed", speaker
        else:
            fact.basis = fact.basis or "in the words of a party"
        if fact.modality != "claimed" or speaker is not None:
            out.append(fact)
    return out


def _first_hand(reading: Reading, speaker: Node, fact: Fact) -> bool:
    named = {n.kind for n in reading.entities.nodes}
    return speaker is fact.subject or fact.subject.kind not in named


def _moved_to_focus(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """ "The two have a partnership, guided by the 2012 agreement": what their partnership rests on, the new instrument rests on."""
    focus = reading.resolver.focus
    if focus is None:
        return facts
    terms = reading.rules.terms
    settled = {id(f.subject) for f in facts if f.property in (terms.status, terms.dated, terms.performed)}
    relations = {
        f.property
        for f in facts
        if f.object in reading.resolver.nodes and f.subject in reading.resolver.nodes
    }
    for fact in facts:
        weak = fact.subject.weak and id(fact.subject) not in settled and fact.subject is not focus
        if (
            weak
            and fact.property in relations
            and fact.object is not focus
            and fact.rule in terms.resting_rules
        ):
            fact.subject, fact.modality, fact.basis = focus, "inferred", "the partnership of its parties"
    return facts


def _joined_performances(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """One node for each agreement and signatory, however often it is said."""
    kind = reading.rules.terms.performed_kind
    owner = {id(f.object): f for f in facts if f.object is not None and f.object.kind == kind}
    people = {
        id(f.subject): f.object
        for f in facts
        if f.subject.kind == kind and f.object is not None and f.object.kind == "person"
    }
    chosen: dict[tuple[int, int], Node] = {}
    replace: dict[int, Node] = {}
    for key, fact in owner.items():
        person = people.get(key)
        node = fact.object
        if person is not None and node is not None:
            replace[key] = chosen.setdefault((id(fact.subject), id(person)), node)
    for fact in facts:
        fact.subject = replace.get(id(fact.subject), fact.subject)
        if fact.object is not None:
            fact.object = replace.get(id(fact.object), fact.object)
    return facts


def _one_status(reading: Reading, facts: list[Fact]) -> list[Fact]:
    terms = reading.rules.terms
    best: dict[int, Fact] = {}
    for fact in facts:
        if fact.property == terms.status and fact.value is not None and fact.modality != "claimed":
            known = best.get(id(fact.subject))
            if known is None or _weight(fact, terms) > _weight(known, terms):
                best[id(fact.subject)] = fact
    for fact in best.values():
        fact.modality = "asserted"
    return [f for f in facts if f.property != terms.status or best.get(id(f.subject)) is f]


def _weight(fact: Fact, terms: Terms) -> tuple[bool, int]:
    """Verbs say more of the status than nouns: "will sign" outweighs "the signing of"."""
    value = fact.value.value if fact.value else ""
    rank = terms.statuses.index(value) if value in terms.statuses else -1
    return fact.confidence > NOMINAL or fact.rule.startswith("names:"), rank


def _one_date(facts: list[Fact]) -> list[Fact]:
    """Of several dates for one property the most precise of the most certain stays."""
    groups: dict[tuple[int, str], list[Fact]] = {}
    for fact in facts:
        if fact.value is not None and fact.property.startswith("date") and fact.subject.kind != "document":
            groups.setdefault((id(fact.subject), fact.property), []).append(fact)
    drop: set[int] = set()
    for group in groups.values():
        best = max(
            group,
            key=lambda f: (
                f.modality == "asserted",
                round(f.confidence, 1),
                len(f.value.value) if f.value else 0,
                -f.start,
            ),
        )
        drop.update(id(f) for f in group if f.value != best.value)
    return [f for f in facts if id(f) not in drop]


def _kept_agreements(reading: Reading, facts: Iterable[Fact]) -> set[int]:
    """Agreements that are named, or told apart by what is said of them; talk of treaties in general is dropped."""
    terms = reading.rules.terms
    said: dict[int, set[str]] = {}
    for fact in facts:
        said.setdefault(id(fact.subject), set()).add(fact.property)
        if fact.object is not None:
            said.setdefault(id(fact.object), set()).add("^" + fact.property)
    kept = set()
    for node in reading.resolver.nodes:
        properties = said.get(id(node), set())
        substance = properties - {terms.subject_matter, terms.status, terms.counted}
        named = any(r.form == "name" for r in node.refs) or not node.refs
        settled = (
            terms.status in properties
            or bool(substance & {terms.dated, terms.performed, terms.place})
            or (not node.weak and terms.participant in substance)
        )
        plural = any(r.plural for r in node.refs) and not node.count and not named
        vague = any(r.plural and r.determiner in reading.rules.heads.indefinite for r in node.refs)
        if plural and vague and not substance & {terms.performed, terms.dated}:
            continue
        if plural and not ({terms.participant, terms.performed} & substance and terms.status in properties):
            continue
        derived = node.derived_from is not None
        told = named and (not node.weak or settled)
        if told or (substance and (settled or node.focus or derived)):
            kept.add(id(node))
    return kept


def _completed(reading: Reading, kept: set[int], facts: list[Fact]) -> list[Fact]:
    """Status where it goes without saying, and the body a signatory signs for by elimination."""
    terms = reading.rules.terms
    with_status = {id(f.subject) for f in facts if f.property == terms.status}
    subjects = {id(n): n for f in facts for n in (f.subject, f.object) if n is not None}
    extra = []
    for node in reading.resolver.nodes:
        if not node.refs or id(node) in with_status or id(node) not in kept:
            continue
        ref = node.refs[0]
        if id(node) in subjects or any(r.form == "name" for r in node.refs):
            extra.append(
                Fact(
                    node,
                    terms.status,
                    None,
                    Value(terms.existing),
                    ref.start,
                    ref.end,
                    "names:existing",
                    0.6,
                    "asserted",
                    "spoken of as existing",
                )
            )
    facts = [*facts, *extra, *_inherited_parties(reading, facts), *_places_of_occasions(reading, facts)]
    return [*facts, *_eliminated(terms, facts), *_inferred_dates(reading, facts)]


def _inherited_parties(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """Parties that a sentence implies: the focus's parties spoken of beside another signed agreement without any,
    and the side that speaks where only the other is named ("the signing of X with Y")."""
    focus, terms = reading.resolver.focus, reading.rules.terms
    parties: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.property == terms.participant:
            parties.setdefault(id(fact.subject), []).append(fact)
    main = [f.object for f in parties.get(id(focus), []) if f.object is not None] if focus is not None else []
    made = []
    for fact in facts:
        node = fact.subject
        if (
            node is focus
            or node not in reading.resolver.nodes
            or fact.property not in (terms.status, terms.dated)
            or fact.modality != "asserted"
        ):
            continue
        if (fact.rule.startswith("names:") and not _signed_clause(reading, fact)) or (
            node.refs and node.refs[0].cls in terms.open_classes
        ):
            continue
        sentence = reading.doc[fact.start].sent
        beside = {
            id(reading.party(reading.inner_nodes[i]))
            for i in range(sentence.start, sentence.end)
            if i in reading.inner_nodes
        }
        known = parties.get(id(node), [])
        here = [p for p in main if id(p) in beside]
        lacking = here if not known and len(here) > 1 else []
        if (
            known
            and len({id(f.object) for f in known}) < 3
            and all(f.rule == "names:parties-listed" for f in known)
            and _only_with(reading, node)
        ):
            lacking = [p for p in here if all(f.object is not p for f in known)][:1]
        for party in lacking:
            made.append(
                Fact(
                    node,
                    terms.participant,
                    party,
                    None,
                    fact.start,
                    fact.start + 1,
                    "context:shared-parties",
                    0.6,
                    "inferred",
                    "named beside it",
                )
            )
            parties.setdefault(id(node), []).append(made[-1])
    return made


def _places_of_occasions(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """Signed on the margins of a conference that is held in a place: in that place, as far as the text tells."""
    terms = reading.rules.terms
    held = {id(f.subject): f for f in facts if f.property == terms.location}
    placed = {id(f.subject) for f in facts if f.property == terms.place}
    made = []
    for fact in facts:
        if fact.property == terms.occasion and id(fact.subject) not in placed and id(fact.object) in held:
            where = held[id(fact.object)]
            placed.add(id(fact.subject))
            made.append(
                Fact(
                    fact.subject,
                    terms.place,
                    where.object,
                    None,
                    where.start,
                    where.end,
                    "occasions:place",
                    0.7,
                    "inferred",
                    "the place of the occasion",
                )
            )
    return made


def _signed_clause(reading: Reading, fact: Fact) -> bool:
    """Whether a name's date is that of its signing ("signed in 2012"), not a year in front ("the 1996 framework")."""
    words = reading.doc[fact.end : fact.end + 4]
    return fact.rule == "names:dated" and any(t.lower_ in reading.rules.own_date_verbs for t in words)


def _only_with(reading: Reading, node: Node) -> bool:
    """Whether its mentions name parties by "with" alone."""
    openers = {reading.doc[s].lower_ for r in node.refs for s, _ in r.party_refs}
    return openers == {"with"}


def _eliminated(terms: Terms, facts: list[Fact]) -> list[Fact]:
    """Of two parties, one signatory acts for the one that the other does not act for."""
    parties: dict[int, list[Node]] = {}
    for fact in facts:
        if (
            fact.property == terms.participant
            and fact.object is not None
            and fact.object not in parties.setdefault(id(fact.subject), [])
        ):
            parties[id(fact.subject)].append(fact.object)
    signatures = [f for f in facts if f.property == terms.performed and f.object is not None]
    for_whom = {id(f.subject): f.object for f in facts if f.property == terms.performed_for}
    made = []
    for fact in signatures:
        mine = [f for f in signatures if f.subject is fact.subject]
        if fact.object is None or id(fact.object) in for_whom or len({id(f.object) for f in mine}) != 2:
            continue
        others = [for_whom.get(id(f.object)) for f in mine if f.object is not fact.object]
        left = [p for p in parties.get(id(fact.subject), []) if p not in others]
        if len(left) == 1 and others[0] is not None:
            made.append(
                Fact(
                    fact.object,
                    terms.performed_for,
                    left[0],
                    None,
                    fact.start,
                    fact.end,
                    "signing:elimination",
                    0.7,
                    "asserted",
                    "the other party",
                )
            )
            for_whom[id(fact.object)] = left[0]
    return made


def _inferred_dates(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """A day without a year, in a document without a date: the latest year that the document names may be its year."""
    years = [
        m.value[:4]
        for m in reading.dates.values()
        if m.datatype != "relative" and m.value[:2] in ("18", "19", "20")
    ]
    if reading.date or not years:
        return []
    return [
        Fact(
            f.subject,
            reading.rules.terms.inferred_date,
            None,
            Value(max(years) + f.value.value[1:], "date"),
            f.start,
            f.end,
            "dates:latest-year",
            0.4,
            "inferred",
            f"no year beside it; {max(years)} is the latest year that the document names",
        )
        for f in facts
        if f.value is not None and f.value.datatype == "gMonthDay"
    ]


def _unique(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for fact in facts:
        key = (
            id(fact.subject),
            fact.property,
            id(fact.object) if fact.object else None,
            fact.value,
            fact.start,
            fact.rule,
        )
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return kept
