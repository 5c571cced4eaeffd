"""Articles and finding them: read, split, embed, index, search. Knows dates; no conversation."""
