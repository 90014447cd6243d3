from pactgraph.reading import Source

SOURCE = Source(
    id="s",
    path="s.txt",
    text="One two\n\nthree",
    original="One\ntwo   three",
    segments=((0, 0, 3), (4, 4, 3), (9, 10, 5)),
    sha256="",
    pages=(0, 8),
)


def test_spans_lead_back_over_joins():
    assert SOURCE.span_to_original(0, 7) == (0, 7)
    assert SOURCE.span_to_original(4, 14) == (4, 15)


def test_characters_put_in_belong_to_the_segment_before():
    assert SOURCE.to_original(3) == 3
    assert SOURCE.to_original(8) == 7


def test_an_empty_span_has_no_length():
    assert SOURCE.span_to_original(9, 9) == (10, 10)


def test_pages_count_from_one():
    assert [SOURCE.page(0), SOURCE.page(7), SOURCE.page(8), SOURCE.page(14)] == [1, 1, 2, 2]


def test_no_pages_no_number():
    assert Source("s", "s", "x", "x", (), "").page(0) is None
    assert Source("s", "s", "x", "x", (), "").to_original(1) == 1
