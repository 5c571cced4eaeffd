"""Checking a draft before it is sent: conduct, figures, what the library says, private data.

    draft ──▶ conduct.breaches          rules                                     ─┐
          ├─▶ figures                   against the case's sums and the articles   │
          ├─▶ contradictions            never_say.yaml and the library's sentences ├─▶ Checked
          ├─▶ private_data, hours, missing                                         │
          └─▶ conduct.likeness          what is said sideways (needs vectors)     ─┘

Where vectors are there, what only has the words of a breach (打开App→我的) is let go again.

`quick` leaves out what needs vectors: it is for while somebody types.
"""

from zhihuan.assist.checking.checker import Checked, Checker

__all__ = ["Checked", "Checker"]
