import json
from pathlib import Path

import pytest
import spacy
from minilm.readers import Corpora, conllu, genre, named_part, project, spans_of
from minilm.spacing import guess_spaces

SHARED = Path(__file__).parents[3] / "shared"

TREES = """\
# newdoc id = a
# sent_id = a-1
# newpar
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tdo\tdo\tAUX\tVB\tMood=Ind\t0\troot\t_\t_
2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_
2.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
3\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

# sent_id = a-2
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

# newdoc id = b
# sent_id = b-1
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_
"""


def test_trees_are_read_with_documents_paragraphs_and_spaces() -> None:
    (first, second), (third,) = conllu(TREES)
    assert first.words == ["do", "n't", "!"]
    assert first.spaces == [False, False, True]
    assert first.deps == ["ROOT", "advmod", "punct"]
    assert first.feats == ["Mood=Ind", "", ""]
    assert (first.paragraph, second.paragraph, third.paragraph) == (True, False, True)


@pytest.mark.parametrize(
    ("column", "spans"),
    [
        (["B-ORG", "I-ORG", "B-ORG"], [(0, 2, "ORG"), (2, 3, "ORG")]),
        (["I-PER", "I-PER", "O", "I-LOC"], [(0, 2, "PER"), (3, 4, "LOC")]),
        (["I-PER", "I-LOC"], [(0, 1, "PER"), (1, 2, "LOC")]),
        (["B-O", "O"], []),
    ],
)
def test_columns_of_tags_become_spans(column: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert spans_of(column) == spans


def test_spans_follow_the_letters_to_another_tokenization() -> None:
    assert project(["Al-Zaman", ":", "x"], ["Al", "-", "Zaman", ":x"], [(0, 1, "ORG")]) == [(0, 3, "ORG")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Free Syrian Army fighters", "Free Syrian Army"),
        ("He", None),
        ("some people", None),
        ("Iraq", "Iraq"),
    ],
)
def test_a_mention_is_cut_to_its_name(text: str, name: str | None) -> None:
    words = text.split()
    found = named_part(words, (0, len(words), "Organisation"))
    assert (" ".join(words[found[0] : found[1]]) if found else None) == name


def test_spaces_are_guessed_around_punctuation() -> None:
    words = ["He", "said", '"', "yes", '"', "(", "twice", ")", ",", "co", "-", "signed", "."]
    text = "".join(w + " " * s for w, s in zip(words, guess_spaces(words), strict=True))
    assert text.strip() == 'He said "yes" (twice), co-signed.'


def test_own_gold_is_read_by_text_with_spans_on_tokens(tmp_path: Path) -> None:
    rows = [
        {"id": "a#1", "source": "x", "text": "Oslo, 4 May", "spans": [[0, 4, "LOC"], [6, 11, "DATE"]]},
        {"id": "a#2", "source": "x", "text": "The parties met.", "spans": []},
        {
            "id": "b#1",
            "source": "x",
            "text": "WIPO-Singapore talks",
            "spans": [[0, 4, "ORG"], [5, 14, "LOC"]],
        },
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (one, two), (three,) = genre(path, spacy.blank("en").tokenizer)
    assert one.mentions == [(0, 1, ("LOC",)), (2, 4, ("DATE",))]
    assert two.mentions == []
    assert [three.words[a:b] for a, b, _ in three.mentions or []] == [["WIPO"], ["Singapore"]]


@pytest.fixture(scope="module")
def corpora() -> Corpora:
    if not (SHARED / "training-data").is_dir():
        pytest.skip("the training corpora are not beside the repository")
    return Corpora(SHARED / "training-data", SHARED / "open-data")


def test_the_published_counts_are_read(corpora: Corpora) -> None:
    sizes = {
        name: sum(map(len, docs)) for name, docs in (("dev", corpora.ewt("dev")), ("gum", corpora.gum("dev")))
    }
    assert sizes == {"dev": 2001, "gum": 693}
    assert sum(map(len, corpora.wikigold())) == 1696


def test_no_sentence_of_re3d_is_in_both_halves_unless_it_stands_twice_in_the_corpus(corpora: Corpora) -> None:
    train, test = ([s.words for d in corpora.re3d(x) for s in d] for x in ("train", "test"))
    assert len(train) + len(test) == 558
    assert len(test) == 112
