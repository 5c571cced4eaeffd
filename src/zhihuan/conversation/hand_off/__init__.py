"""Handing over to a human: what they get, when they are there, and how they are told.

    packet.py        what was said, asked, answered, computed and shown, as facts
    risks.py         what a human should know before the first word
    packet_text.py   the same in plain text
    hours.py         when somebody is there
    desk.py          the person's side: see it, change it, send it, take it back, read answers
    delivery.py      the webhook: signed, repeated until it arrives or there is no hope left

Where no human side is set up, nothing is queued and nobody is said to be waiting: the truthful
answer is the official numbers.
"""
