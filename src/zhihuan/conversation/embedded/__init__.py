"""The brain that needs no language model: it understands, looks up, works out, composes."""
