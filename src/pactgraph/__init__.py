"""pactgraph: texts about agreements in, a knowledge graph with the sentence behind every statement out."""

__version__ = "0.1.0"
