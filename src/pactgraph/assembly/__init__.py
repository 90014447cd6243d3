"""Findings of all documents put together: identity, statements with evidence, the catalog, and their RDF."""

from pactgraph.assembly.catalog import Merge
from pactgraph.assembly.graphs import Assembly, Graph, assemble, redirects
from pactgraph.assembly.settings import Settings

__all__ = ["Assembly", "Graph", "Merge", "Settings", "assemble", "redirects"]
