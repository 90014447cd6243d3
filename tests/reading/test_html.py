import pytest

from pactgraph.reading import Settings
from pactgraph.reading.html import read_html

from .conftest import assert_traced

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Two agencies sign pact &#8211; Example Agency</title>
<meta property="og:site_name" content="Example Agency">
<meta property="article:published_time" content="2019-05-07T10:00:00Z">
<script>var a = "<p>not text</p>";</script><style>p{color:red}</style></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
<main><article>
<h1>Two agencies sign a pact on water &amp; energy</h1>
<p>Geneva &mdash; The Agency&nbsp;for Water (AfW) and the   Energy
Council signed a <em>Memorandum of Understanding</em>
today<sup><a href="#n1">1</a></sup> in the caf&eacute; of
the <a href="/pdn">Palais des Nations</a>, witnessed by Mr&#46; J&#xF6;rg M&uuml;ller
and delegates of twelve states.</p>
<p>&ldquo;The memorandum builds on the agreement of 1998,&rdquo; said the Director General of the
Agency, who added that the two bodies had worked together for twenty years.<br><br>The text enters
into force on 1 June and will be renewed each year unless one party objects in writing.</p>
<h2>Background</h2>
<ul><li>Water management in the region has been in the hands of the agency since 1975.</li></ul>
<table><tr><th>Party</th><th>Signed</th></tr><tr><td>Agency for Water</td><td>7 May 2019</td></tr></table>
<p>The agency looks back on a long history of work in the region, and the council on a short one.</p>
</article></main>
<aside><ul><li><a href="/x">Another story about something completely different in the news of today</a></li>
</ul></aside>
<footer><p>&copy; 2019 Example Agency. All rights reserved.</p></footer></body></html>"""


def test_the_main_content_is_read(read_file):
    (source,), problems = read_file("page.html", PAGE)
    blocks = source.text.split("\n\n")
    assert blocks[0] == "Two agencies sign a pact on water & energy"
    assert blocks[1] == (
        "Geneva — The Agency for Water (AfW) and the Energy Council signed a Memorandum of Understanding"
        " today in the café of the Palais des Nations,"
        " witnessed by Mr. Jörg Müller and delegates of twelve states."
    )
    assert blocks[2].endswith("twenty years.")
    assert blocks[3].startswith("The text enters into force")
    assert {"Background", "Party", "Agency for Water"} <= set(blocks)
    assert not problems


def test_furniture_is_left_out(read_file):
    (source,), _ = read_file("page.html", PAGE)
    for words in ("Home", "Another story", "All rights", "not text", "color"):
        assert words not in source.text


def test_every_character_leads_back_to_the_html(read_file):
    (source,), _ = read_file("page.html", PAGE)
    assert source.original == PAGE
    assert_traced(source)
    for words, origin in (
        ("Jörg", "J&#xF6;rg"),
        ("Palais des Nations", "Palais des Nations"),
        ("Energy Council", "Energy\nCouncil"),
    ):
        start = source.text.index(words)
        first, last = source.span_to_original(start, start + len(words))
        assert source.original[first:last] == origin


def test_metadata_comes_from_the_file(read_file):
    (source,), _ = read_file("page.html", PAGE)
    assert {name: (f.value, f.basis) for name, f in source.metadata.items()} == {
        "title": ("Two agencies sign a pact on water & energy", "file"),
        "publisher": ("Example Agency", "file"),
        "date": ("2019-05-07", "file"),
        "language": ("en", "text"),
    }


def text_of(html: str) -> list[str]:
    return [line.text for line in read_html(html, Settings(), "a").lines if line.text]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<p>10<sup>th</sup> day, m<sup>2</sup></p>", ["10th day, m2"]),
        ("<p>signed today<sup>12</sup>.</p>", ["signed today."]),
        ("<p>A &unknown; B &amp C &#0; D</p>", ["A &unknown; B & C \ufffd D"]),
        ("<p>A < B & C</p>", ["A < B & C"]),
        ("<p>A<!-- no -->B</p>", ["AB"]),
        ("<pre>one\n  two</pre>", ["one", "two"]),
        ("<p>A<img src=x>B<wbr>C</p>", ["ABC"]),
        ("plain words", ["plain words"]),
    ],
)
def test_markup(html, expected):
    assert text_of(html) == expected


def test_a_page_without_content_keeps_all_but_its_furniture():
    assert text_of("<nav>Menu</nav><p>Short.</p>") == ["Short."]


def test_the_main_heading_beats_a_title_that_the_content_lacks():
    popup = "<div><h1>Keyboard shortcuts</h1>" + "<p>Press s</p>" * 6 + "</div>"
    page = PAGE.replace("<main>", f"{popup}<main>")
    title = read_html(page, Settings(), "a").claims[0]
    assert title[1].value == "Two agencies sign a pact on water & energy"


@pytest.mark.parametrize(
    "html", ["<", "<p", "<!--", "&", "&#", "<![CDATA[x", "<p>" * 5000, "</p>" * 50, "<a href='"]
)
def test_broken_markup_does_not_break_the_reading(html, read_file):
    sources, problems = read_file("page.html", html + PAGE)
    assert len(sources) == 1 or problems
    for source in sources:
        assert_traced(source)
