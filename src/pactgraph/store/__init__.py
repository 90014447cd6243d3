"""Where the graph is kept: on disk beside the project, or on a SPARQL server."""

from pactgraph.store.embedded import EmbeddedStore
from pactgraph.store.protocol import Answer, GraphStore, View
from pactgraph.store.remote import RemoteStore

__all__ = ["Answer", "EmbeddedStore", "GraphStore", "RemoteStore", "View"]
