"""The toolbox for other assistants, by the Model Context Protocol: facts with sources, sums, papers.

    look_up.py   search · read_notice                          what is known
    sums.py      overdue_cost · plan_installments · …          what is worked out
    papers.py    list_letters · write_letter · timeline        what can be taken along
    fields.py    the arguments' types, and what every result carries
    server.py    the server: stdio, or streamable HTTP on the loopback

Thin: each tool is one call of `conversation.toolbox`. Nothing is kept, and nothing that was sent
is logged.
"""
