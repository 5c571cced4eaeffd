"""What the library lacks, learned from what people asked.

evidence ─┐  asked and not answered   ┐
feedback ─┼─ answered and voted down  ┼─▶ alike together ─▶ ranked ─▶ a draft article to start from
rewrites ─┘  rewritten by agents      ┘   `clustering`     `stakes`    `drafting`

Nothing is kept here: every look reads the records anew, so what a person erased is in no cluster.
"""
