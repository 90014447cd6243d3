"""Training of the accurate model: a stranger can run it again (docs/model-accurate.md)."""
