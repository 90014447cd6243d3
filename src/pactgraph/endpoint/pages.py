"""The pages for people: the front door, a thing, the editor. Plain HTML, no script but the editor's."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pactgraph.endpoint.formats import RDF
from pactgraph.endpoint.holdings import Holdings
from pactgraph.queries import Parameter, Question

_INPUTS = {"date": "date", "integer": "number", "iri": "url"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and what stands at its other end."""

    property: str
    value: str


def _page(title: str, body: str, head: str = "") -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title>"
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/page.css">{head}</head>\n'
        f"<body><main>\n{body}\n</main></body></html>\n"
    )


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [(len(ns), f"{name}:{iri[len(ns) :]}") for name, ns in prefixes.items() if iri.startswith(ns)]
    return max(fitting)[1] if fitting else iri


def front_page(
    holdings: Holdings, counts: Sequence[tuple[str, int]] | None, triples: int | None, built: float
) -> str:
    """What this graph holds and what one can do with it. `built` is in seconds of the epoch."""
    about = holdings.about
    parts = [
        f"<h1>{html.escape(holdings.title)}</h1>",
        f"<p>{html.escape(str(about.get('description', '')))}</p>",
        _state(built, str(about.get("licence", "")), triples),
        '<nav><a href="/editor">SPARQL editor</a> <a href="/openapi.json">API description</a> '
        '<a href="/queries">Questions as JSON</a> <a href="/.well-known/void">VoID</a> '
        '<a href="/metrics">Metrics</a></nav>',
        _counts(holdings, counts),
        _downloads(),
        "<h2>Questions</h2>",
        *(_question(question) for question in holdings.questions.values()),
    ]
    return _page(holdings.title, "\n".join(parts))


def _state(built: float, licence: str, triples: int | None) -> str:
    day = datetime.fromtimestamp(built, UTC).strftime("%Y-%m-%d %H:%M UTC")
    size = "" if triples is None else f"{triples:,} statements, "
    link = f', licence <a href="{html.escape(licence)}">{html.escape(licence)}</a>' if licence else ""
    return f'<p class="state">{size}built <time>{day}</time>{link}</p>'


def _counts(holdings: Holdings, counts: Sequence[tuple[str, int]] | None) -> str:
    if counts is None:
        return "<p>The counts take too long to make; ask for them in the editor.</p>"
    rows = "".join(
        f'<tr><td>{_value(iri, "", holdings.prefixes)}</td><td class="number">{count:,}</td></tr>'
        for iri, count in counts
    )
    return f"<h2>What it holds</h2>\n<table><tr><th>Class</th><th>Number</th></tr>{rows}</table>"


def _downloads() -> str:
    links = " ".join(
        f'<a href="/export/graph.{form.extension}" download>{name}</a>' for name, form in RDF.items()
    )
    return f"<h2>Downloads</h2>\n<p>The whole graph: {links}</p>"


def _question(question: Question) -> str:
    fields = "".join(_field(parameter) for parameter in question.parameters)
    formats = "".join(f"<option>{name}</option>" for name in ("csv", "json", "xml", "tsv"))
    return (
        f'<details id="{html.escape(question.name)}"><summary>{html.escape(question.title)}</summary>'
        f"<p>{html.escape(question.description)}</p>"
        f'<form action="/queries/{html.escape(question.name)}" method="get">{fields}'
        f'<label>Format <select name="format">{formats}</select></label> '
        "<button>Ask</button></form></details>"
    )


def _field(parameter: Parameter) -> str:
    name, text = html.escape(parameter.name), html.escape(parameter.description)
    value = html.escape(str(getattr(parameter.default, "value", "") or ""))
    if parameter.type == "boolean":
        choices = "".join(
            f"<option{' selected' if c == value else ''}>{c}</option>" for c in ("true", "false")
        )
        return f'<label>{text} <select name="{name}">{choices}</select></label>'
    kind = _INPUTS.get(parameter.type, "text")
    return f'<label>{text} <input type="{kind}" name="{name}" value="{value}"></label>'


def thing_page(
    holdings: Holdings,
    iri: str,
    facts: Iterable[Fact],
    links: Iterable[Fact],
    base: str,
    alternates: Mapping[str, str],
) -> str:
    """What is said of a thing, and what points to it. `alternates`: media type -> the same in RDF."""
    facts, prefixes = list(facts), holdings.prefixes
    label = next((f.value for f in facts if f.property.endswith(("#label", "/title", "#prefLabel"))), iri)
    others = " ".join(
        f'<a href="{html.escape(href)}">{html.escape(media)}</a>' for media, href in alternates.items()
    )
    head = "".join(
        f'<link rel="alternate" type="{html.escape(m)}" href="{html.escape(h)}">'
        for m, h in alternates.items()
    )
    body = (
        f'<p><a href="/">{html.escape(holdings.title)}</a></p><h1>{html.escape(label)}</h1>'
        f"<p><code>{html.escape(iri)}</code></p>{_facts(facts, base, prefixes, 'Value')}"
        f"<h2>What points here</h2>{_facts(links, base, prefixes, 'Thing')}<p>As data: {others}</p>"
    )
    return _page(label, body, head)


def _facts(facts: Iterable[Fact], base: str, prefixes: Mapping[str, str], column: str) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(_short(f.property, prefixes))}</td>"
        f"<td>{_value(f.value, base, prefixes)}</td></tr>"
        for f in facts
    )
    return f"<table><tr><th>Property</th><th>{column}</th></tr>{rows}</table>"


def _value(value: str, base: str, prefixes: Mapping[str, str]) -> str:
    if base and value.startswith(base):
        return f'<a href="/id/{html.escape(value[len(base) :])}">{html.escape(_short(value, prefixes))}</a>'
    if value.startswith(("http://", "https://")) and not any(c.isspace() for c in value):
        return f'<a href="{html.escape(value)}">{html.escape(_short(value, prefixes))}</a>'
    return html.escape(value)


def editor_page(holdings: Holdings) -> str:
    """Yasgui, with our own start."""
    head = (
        '<link rel="stylesheet" href="/static/vendor/yasgui.min.css">'
        '<script src="/static/vendor/yasgui.min.js" defer></script>'
        '<script src="/static/editor.js" defer></script>'
    )
    body = (
        f'<p><a href="/">{html.escape(holdings.title)}</a></p>'
        '<div id="yasgui"></div><noscript>The editor needs JavaScript; '
        "<code>/sparql</code> does not.</noscript>"
    )
    return _page(f"SPARQL editor: {holdings.title}", body, head)
