"""How well questions find their articles, measured beside what others would build.

questions.py       the scored questions: read, and refused where they would flatter us
near_duplicate.py  whether two questions are one, in nearly the same characters
figures.py         hit, reciprocal rank, nDCG; rates and means with their intervals
remembering.py     an embedder that embeds a text once a run, and counts the seconds
pipelines.py       our library, and the plain pipelines on the same passages
retrieval.py       every pipeline on the scored questions
other_people.py    other people's questions: do paraphrases agree, what is answered
timing.py          where the time of a query goes, and what an index costs
shown.py           the tables of a terminal
"""
