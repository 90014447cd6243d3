"""Build: the run from documents to a graph. What changed, what to read, what to write, and the account of it."""

from pactgraph.build.manifest import Manifest
from pactgraph.build.progress import Progress, Silence
from pactgraph.build.run import Options, Report, build

__all__ = ["Manifest", "Options", "Progress", "Report", "Silence", "build"]
