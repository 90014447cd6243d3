"""Extraction: a parsed document to its findings, by rules that stand in the project's `extract/` folder."""
