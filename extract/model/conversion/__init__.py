"""Conversion of openly licensed gold corpora to spaCy's training format."""
