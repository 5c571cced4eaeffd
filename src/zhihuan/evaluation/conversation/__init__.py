"""Scripted conversations, held against what a careful expert would require of each answer.

cases.py         the format: a list in YAML, read and refused with its line
expectations.py  what one case expects of one answer
invariants.py    what must hold of every answer, whatever was said
transcript.py    a case as it went, and what was wrong with each turn
adversary.py     a chat model that gives in to every attack, so that the gate is what is measured
running.py       each case in a conversation of its own, with files of its own
measured.py      pass rates by harm, and the document that is committed
tables.py        the tables and transcripts of a terminal
"""
