from pactgraph.reading.cleaning import clean_blocks, clean_text, tidy_lines, without_running_lines
from pactgraph.reading.settings import Settings
from pactgraph.reading.tidying import split_lines
from pactgraph.reading.traced import Traced


def cleaned(text: str) -> str:
    lines = tidy_lines(split_lines(text))
    result = clean_text(clean_blocks(lines, Settings()))
    assert all(result.text[c : c + n] == text[o : o + n] for c, o, n in result.segments)
    return result.text


def test_blocks_are_parted_by_blank_lines():
    assert cleaned("One.\n\n\n\nTwo.\nThree.") == "One.\n\nTwo.\n\nThree."


def test_paragraph_numbers_that_count_on_are_left_out():
    assert (
        cleaned("1. The parties met.\n\n2. They agreed.\n\n3 They left.")
        == "The parties met.\n\nThey agreed.\n\nThey left."
    )


def test_a_number_by_itself_stays():
    assert cleaned("12 States signed.\n\nThe rest waits.") == "12 States signed.\n\nThe rest waits."


def test_bullets_are_left_out():
    assert cleaned("- one\n• two\n* three") == "one\n\ntwo\n\nthree"


def test_nothing_gives_nothing():
    assert cleaned("\n \n\t\n") == ""


def page(*texts: str) -> list[Traced]:
    return [Traced(text) for text in texts]


def test_running_headers_and_page_numbers_go_but_the_first_header_stays():
    pages = [
        page("A Report on Rivers", f"Body {word} one", f"Body {word} two", str(n))
        for n, word in enumerate("abcd", 7)
    ]
    texts = [line.text for line in without_running_lines(pages)]
    assert texts[:3] == ["A Report on Rivers", "Body a one", "Body a two"]
    assert texts.count("A Report on Rivers") == 1
    assert not any(text.isdigit() for text in texts)


def test_lines_of_two_pages_are_no_running_lines():
    pages = [page("Signed", "a"), page("Signed", "b")]
    assert [line.text for line in without_running_lines(pages)] == ["Signed", "a", "Signed", "b"]
