import pytest

from pactgraph.reading.tidying import split_lines
from pactgraph.reading.wrapping import unwrapped

WORDS = frozenset({"of", "the", "and", "by", "between"})


def blocks(text: str) -> list[str]:
    return [block.text for block in unwrapped(list(split_lines(text)), WORDS)]


PROSE = """The parties agreed to a plan that joins the two networks of water
stations along the river and to a common office that will keep the
data of both. The office opens next year in the town of Exampletown.
The second part of the plan concerns the dams."""


def test_hard_wrapped_prose_is_one_block():
    assert blocks(PROSE) == [PROSE.replace("\n", " ")]


def test_a_blank_line_ends_a_block_even_within_a_sentence():
    broken = (
        PROSE
        + '\nHe said: "We shall have success against this global\n\nThe parties have long worked together.'
    )
    assert blocks(broken)[-2].endswith("this global")
    assert blocks(broken)[-1] == "The parties have long worked together."


def test_paragraphs_of_one_line_each_stay_apart():
    text = "\n".join(
        f"Paragraph {i} is a sentence of some length that ends with a full stop." for i in range(5)
    )
    assert len(blocks(text)) == 5


def test_long_lines_are_never_joined():
    long = "A sentence that goes on. " * 8
    assert len(blocks(f"{long}\n{long}\n{PROSE}")) >= 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREE TRADE AGREEMENT\nBETWEEN\nTHE REPUBLIC OF X\nAND\nTHE REPUBLIC OF Y", 1),
        ("CONVENTION ON RIVERS\nThe Parties to this Convention,", 2),
        ("Jane Doe\nHead of Press\nExampleton", 3),
        ("- first item\n- second item\n* third item", 3),
        ("The parties shall:\n(a) share data;\n(b) meet each year.", 3),
        ("For the State of X:\nFor the State of Y:", 2),
        ("2.\nThe plan comes into force at once.", 1),
    ],
)
def test_short_lines(text, expected):
    assert len(blocks(text)) == expected


def test_a_list_in_wrapped_prose_keeps_its_items():
    items = (
        "(a) the first of the items, which is long enough to reach the next line\nand ends;\n(b) the next."
    )
    text = f"{PROSE}\n{items}"
    assert blocks(text)[1:] == [
        "(a) the first of the items, which is long enough to reach the next line and ends;",
        "(b) the next.",
    ]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the inter-", "national law of the sea", "the international law of the sea"),
        ("the coop\u00ad", "eration of states", "the cooperation of states"),
        ("a long-", "term plan; a long-term plan", "a long-term plan; a long-term plan"),
        ("UNITED NA-", "TIONS OFFICE", "UNITED NATIONS OFFICE"),
    ],
)
def test_hyphens_at_line_ends(above, below, joined):
    assert blocks(f"{above}\n{below}") == [joined]


def test_joined_text_leads_back():
    text = "the inter-\nnational law"
    (block,) = unwrapped(list(split_lines(text)))
    assert block.segments == ((0, 0, 9), (9, 11, 12))
    assert all(block.text[c : c + n] == text[o : o + n] for c, o, n in block.segments)
