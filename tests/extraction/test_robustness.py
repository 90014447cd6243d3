"""Hostile and broken texts: nothing raises, and whatever is found lies where it says."""

import json
import random

import pytest

from pactgraph.extraction.findings import Findings
from pactgraph.extraction.projection import Projection

from .reading_aid import Reader

PLAIN = (
    "Norway's Minister of Justice, Mr Ola Berg, and Ms Ana Ruiz signed a Memorandum of Understanding (MOU) between Norway and "
    "Peru on Fish Stocks in Lima on 4 May 1999. “We are happy that both countries will build on the 1996 Treaty,” said "
    "Berg, Executive Director of the World Harbour Organization (WHO). (Ana Ruiz, Cod News, HARBOUR NEWS (May 4, 2010).)"
)
FRENCH = "Le Kenya et l’Ouganda ont signé un accord de coopération à Nairobi le 4 mai 1999."
RUSSIAN = "Кения и Уганда подписали Договор о рыболовстве 4 мая 1999 года."
CHINESE = "肯尼亚和乌干达于1999年5月4日签署了谅解备忘录。"
ARABIC = "وقعت كينيا وأوغندا مذكرة تفاهم في نيروبي."

TEXTS = {
    "empty": "",
    "space": " ",
    "blank-lines": "\n\n\n\n \n\n",
    "tabs": "\t\t\r\n\x0c",
    "full-stop": ".",
    "punctuation": ".,;:!?…–—-()[]{}“”‘’\"'«»/\\|#*&%@",
    "opening-brackets": "(((((((((([[[[[[[[",
    "closing-brackets": "))))))))))]]]]]]]]",
    "opening-quotes": "“““““““ “ ‘‘‘",
    "unbalanced-quotes": 'He said “we signed the Lima Treaty with Peru today and "it was good',
    "unbalanced-brackets": "The Lima Treaty (MOU between Norway and Peru [hereinafter the “Pact was signed.",
    "nested-brackets": "The Lima Treaty (MOU (the “MOU” [LT (x)])) was signed. (Id. (supra (Id.)))",
    "no-capitals": PLAIN.lower(),
    "all-capitals": PLAIN.upper(),
    "title-case": PLAIN.title(),
    "no-space": PLAIN.replace(" ", ""),
    "no-full-stops": PLAIN.replace(".", ""),
    "letter-spaced": " ".join("TREATY BETWEEN NORWAY AND PERU"),
    "letter-spaced-words": "T R E A T Y  B E T W E E N  N O R W A Y  A N D  P E R U\n\nsigned at L i m a in 1 9 9 9",
    "ocr": "Tlie Trcaty bctvveen Norvvay and Pcru, signcd 0n 4 Mav l999 at Li-\nma, by the Mini5ter 0f Justlce, Mr 0la Bcrg.",
    "soft-hyphens": "The Trea\xadty between Nor\xadway and Pe\xadru was sig\xadned.",
    "zero-width": "The\u200b Treaty\u200b between\ufeff Norway and\u2060 Peru was signed.",
    "controls": "The Treaty\x00 between\x07 Norway\x1b and Peru.",
    "surrogate-pairs": "The 🤝 Treaty 🇳🇴 between Norway 🇵🇪 and Peru 👩‍👩‍👧 was signed 🎉.",
    "combining": "The Tre\u0301aty between Co\u0302te d’Ivoire and Nor\u0308way was signed.",
    "mixed-languages": f"{PLAIN} {FRENCH} {RUSSIAN} {CHINESE} {ARABIC}",
    "french": FRENCH,
    "russian": RUSSIAN,
    "chinese": CHINESE,
    "arabic": ARABIC,
    "numbers": "1 2 3 4 5 1999 2012 4/5/1999 31 February 2020 99 May 2020 0 May 0000 May 0000 9999-99-99",
    "dates-out-of-range": "signed on 4 May 0000, in 0000-01-01, the zeroth day of May, one thousand nine hundred",
    "numerals": "² ³ ½ Ⅳ ٣ 五 treaties and ² memoranda",
    "heads-only": "treaty agreement MOU protocol treaty treaty memorandum of memorandum of understanding of",
    "head-at-start": "treaty",
    "head-at-end": "the",
    "prepositions-behind-head": "treaty between",
    "between-nothing": "The Treaty between and with and on the of.",
    "titles-only": "Mr Ms Dr. H.E. Minister President Mr",
    "titles-at-end": "It was signed by Minister",
    "acronym-of-itself": "MOU (MOU) (MOU) (the “MOU”) MOU",
    "possessive": "'s ’s Norway's's treaty's 's",
    "crlf": PLAIN.replace(". ", ".\r\n\r\n"),
    "word-per-line": PLAIN.replace(" ", "\n"),
    "paragraph-per-word": PLAIN.replace(" ", "\n\n"),
    "table": "Party | Date | Place\nNorway | 4 May 1999 | Lima\nPeru | 5 May 1999 | Oslo",
    "bullets": "• Treaty with Peru\n• Treaty with Norway\n  – signed in 1999\n  – signed in 2000",
    "markup": "<p>The <b>Treaty</b> &amp; MOU between Norway and Peru &mdash; signed</p>",
    "code": "if treaty(a, b) { sign(); } // MOU between a and b",
    "long-sentence": "Norway and Peru signed the Lima Treaty on fish, " * 120 + "and left.",
    "long-list": "The Treaty was signed by " + ", ".join(["Norway", "Peru", "Kenya", "Uganda"] * 60) + ".",
    "long-word": "treaty" * 2000,
    "long-title": "Agreement on " + "Fish and " * 300 + "Cod",
    "deep-clauses": "Norway said that Peru said that " * 40 + "Kenya signed the treaty.",
    "repeated": "The MOU was signed. " * 150,
}


def sound(findings: Findings, text: str) -> None:
    """Every span lies in the text, and words are those that stand there."""
    for thing in findings.things:
        for mention in thing.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert mention.text == " ".join(text[mention.start : mention.end].split())
    for evidence in findings.evidence.values():
        first, last = evidence.sentence
        assert 0 <= first <= evidence.start < evidence.end <= last <= len(text)
        assert evidence.quote == " ".join(text[first:last].split())
        assert 0 < evidence.confidence <= 1


def closed(findings: Findings) -> None:
    """Statements speak of things and evidence of the same record."""
    ids = [t.id for t in findings.things]
    assert len(ids) == len(set(ids))
    for statement in findings.statements:
        assert {statement.subject, statement.object, statement.speaker} <= {*ids, "doc", None}
        assert (statement.object is None) != (statement.value is None)
        assert set(statement.evidence) <= set(findings.evidence)


def checked(reader: Reader, text: str) -> Findings:
    findings = reader.findings(text, "2012-04-17")
    sound(findings, text)
    closed(findings)
    record = Projection(reader.extractor.rules.settings).record(findings)
    assert json.loads(json.dumps(record))["document"]["id"] == "doc"
    return findings


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_hostile_texts(reader: Reader, text: str) -> None:
    checked(reader, text)


def test_the_plain_text_says_something(reader: Reader) -> None:
    found = {s.property for s in checked(reader, PLAIN).statements}
    assert {"party", "signature", "dateSigned"} <= found


def test_nothing_to_read_says_nothing(reader: Reader) -> None:
    for name in ("empty", "space", "blank-lines", "punctuation", "chinese"):
        assert reader.findings(TEXTS[name]).statements == ()


def shuffled(seed: int) -> str:
    words = f"{PLAIN} {TEXTS['nested-brackets']} {TEXTS['possessive']}".split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


def damaged(seed: int) -> str:
    """Characters lost, doubled and exchanged, as scanners do."""
    chance = random.Random(seed)
    made = []
    for character in PLAIN:
        fate = chance.random()
        made.append(
            ""
            if fate < 0.03
            else character * 2
            if fate < 0.05
            else chance.choice(" .,()“”1Il\n")
            if fate < 0.09
            else character
        )
    return "".join(made)


def cut(seed: int) -> str:
    chance = random.Random(seed)
    first, last = sorted(chance.sample(range(len(PLAIN)), 2))
    return PLAIN[first:last]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("spoil", [shuffled, damaged, cut])
def test_spoilt_texts(reader: Reader, spoil: object, seed: int) -> None:
    assert callable(spoil)
    checked(reader, spoil(seed))
