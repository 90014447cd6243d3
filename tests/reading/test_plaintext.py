from .conftest import assert_traced

FRONT = "---\ntitle: A pact\ndate: 2020-08-06\nlayout: post\n---\n"


def test_front_matter_is_metadata_and_no_text(read_file):
    (source,), problems = read_file("a.txt", FRONT + "The parties met.\n")
    assert source.text == "The parties met."
    assert (source.metadata["title"].value, source.metadata["title"].basis) == ("A pact", "front-matter")
    assert source.metadata["date"].value == "2020-08-06"
    assert not problems
    assert_traced(source)


def test_broken_front_matter_is_reported_and_the_text_read(read_file):
    (source,), (problem,) = read_file("a.md", "---\ntitle: 'A\nb: [\n---\nThe parties met.")
    assert source.text == "The parties met."
    assert problem.read
    assert "front matter" in str(problem)


def test_a_rule_of_dashes_is_no_front_matter(read_file):
    (source,), problems = read_file("a.txt", "---\nThe parties met.\n---\nThey agreed.")
    assert source.text == "The parties met.\n\nThey agreed."
    assert not problems


MARKDOWN = """# A *pact* of states ##

See the [treaty](https://example.org/a_(b) "Title") and ![logo](logo.png)**bold** words, `code`
and snake_case.[^1] A line that
goes on here.

Underlined
----------

> quoted \\*text\\*

| Party | Signed |
| --- | --- |
| Agency | today |

- one
- two <br/>

```
kept *as is*
```

[^1]: A note.
"""


def test_markdown_marks_are_taken_out(read_file):
    (source,), _ = read_file("a.md", MARKDOWN)
    assert source.text.split("\n\n") == [
        "A pact of states",
        "See the treaty and bold words, code and snake_case. A line that goes on here.",
        "Underlined",
        "quoted *text*",
        "Party | Signed",
        "Agency | today",
        "one",
        "two",
        "kept *as is*",
        "A note.",
    ]
    assert source.metadata["title"].value == "A pact of states"
    assert source.media_type == "text/markdown"
    assert_traced(source)
