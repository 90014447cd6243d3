"""Linking: what open data call the things of the graph, by the project's gazetteer."""

from collections.abc import Iterator
from functools import cache

from pactgraph.assembly.links import Link, Resolver, no_links
from pactgraph.project import Project

FOLDER = "gazetteer"


def resolver(project: Project) -> Resolver:
    """Gives the links of a gazetteer entry; none in a project without a gazetteer. Codes that are no IRIs are left out."""
    folder = project.extract / FOLDER
    if not folder.is_dir():
        return no_links
    # imported here: the gazetteer stands in the language layer, which imports spaCy
    from pactgraph.assembly.linking import Linker
    from pactgraph.language.gazetteer_store import Gazetteer

    linker = Linker(Gazetteer.load(folder), likeness=False)

    def links(entry: str) -> Iterator[Link]:
        return (
            Link(link.predicate, link.target_iri) for link in linker.links_of_entry(entry) if not link.code
        )

    return cache(lambda entry: tuple(links(entry)))
