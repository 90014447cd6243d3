"""The readers of gold corpora: one small text for each format."""

import json

import pytest
import spacy
import tokenization
from conversion import columns, treebanks
from conversion.mentions import mentions
from conversion.sentences import Sentence, blocks, disjoint, doc_of

CONLLU = """
# newdoc id = a
# sent_id = a-1
# newpar
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
4	!	!	PUNCT	.	_	3	punct	_	_

# sent_id = a-2
# newpar
1	Bank	Bank	PROPN	NNP	_	0	root	_	Entity=(1-organization-new
2	of	of	ADP	IN	_	4	case	_	_
3	the	the	DET	DT	_	4	det	_	_
4	South	South	PROPN	NNP	_	1	nmod	_	Entity=(2-place-new)1)

# newdoc id = b
# sent_id = b-1
1	Yes	yes	INTJ	UH	_	0	root	_	_
""".strip()


def test_conllu_gives_documents_of_sentences() -> None:
    first, second = treebanks.documents(CONLLU)
    assert [s.text for s in first] == ["Don't go!", "Bank of the South"]
    assert [s.opens for s in first] == [True, True]
    assert first[0].heads == [2, 2, 2, 2]
    assert first[0].deps == ["aux", "advmod", "ROOT", "punct"]
    assert [s.id for s in second] == ["b-1"]


def test_a_block_becomes_one_doc_with_blank_lines_between_paragraphs() -> None:
    first, _ = treebanks.documents(CONLLU)
    doc = doc_of(spacy.blank("en").vocab, first, syntax=True, names=False)
    assert doc.text == "Don't go!\n\nBank of the South "
    assert [s.root.text for s in doc.sents] == ["go", "Bank"]
    assert doc[4].pos_ == "SPACE"


def test_mentions_are_cut_to_names() -> None:
    document = next(iter(treebanks.documents(CONLLU)))
    mentions(document)
    assert document[1].names == [(0, 4, "organization")]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["B-A", "I-A", "O"], [(0, 2, "A")]),
        (["I-A", "I-B"], [(0, 1, "A"), (1, 2, "B")]),
        (["B-A", "B-A"], [(0, 1, "A"), (1, 2, "A")]),
        (["B-O", "O"], []),
    ],
)
def test_spans_of_tags(tags: list[str], found: list[tuple[int, int, str]]) -> None:
    assert columns.spans(tags) == found


def test_column_files_leave_document_markers_out() -> None:
    read = list(columns.tagged("-DOCSTART- X\n\nIn\tO\nOslo\tB-LOC\n.\tO\n\nYes\tO\n", "c"))
    assert [s.text for s in read] == ["In Oslo.", "Yes"]
    assert read[0].names == [(1, 2, "LOC")]


def test_names_move_to_another_tokenization() -> None:
    assert columns.realigned(["al-Ani", "spoke"], [(0, 1, "PER")], ["al", "-", "Ani", "spoke"]) == [
        (0, 3, "PER")
    ]


def test_docred_things_are_known_by_their_relations() -> None:
    record = {
        "title": "T",
        "sents": [["Ann", "sang", " ", "Blue", "."]],
        "vertexSet": [
            [{"type": "PER", "sent_id": 0, "pos": [0, 1]}],
            [{"type": "MISC", "sent_id": 0, "pos": [3, 4]}],
        ],
        "labels": [{"r": "P175", "h": 1, "t": 0}],
    }
    ((sentence,),) = columns.docred(json.dumps([record]), {"WORK": ["P175 h"]})
    assert sentence.words == ["Ann", "sang", "Blue", "."]
    assert sentence.names == [(0, 1, "PER"), (2, 3, "=WORK")]


def test_annotated_lines_are_tokenized_as_in_the_pipeline() -> None:
    nlp = spacy.blank("en")
    tokenization.adapt(nlp)
    line = json.dumps(
        {"id": "t#1", "source": "s", "text": "A France-Peru MOU", "spans": [[2, 8, "LOC"], [9, 13, "LOC"]]}
    )
    (sentence,) = columns.annotated(line + "\n\n", nlp)
    assert sentence.words == ["A", "France", "-", "Peru", "MOU"]
    assert sentence.names == [(1, 2, "LOC"), (3, 4, "LOC")]


def test_longest_names_win() -> None:
    assert disjoint([(0, 1, "A"), (0, 3, "B"), (3, 4, "C")]) == [(0, 3, "B"), (3, 4, "C")]


def test_blocks_are_bounded() -> None:
    sentence = Sentence("s", ["word"] * 150, [True] * 150)
    assert [len(b) for b in blocks([sentence] * 5, 8)] == [2, 2, 1]
