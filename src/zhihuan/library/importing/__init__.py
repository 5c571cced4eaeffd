"""An outside article, held against the knowledge base: what it claims, and whether that holds.

    document      a file becomes blocks of text (txt, md, html, docx, pdf), read defensively
    assertions    blocks become assertions: sentences, list items, table rows
    evidence      what the knowledge base says that is nearest to an assertion
    verdicts      supported, contradicted or unknown, with the passage and its sources
    draft         an article that is not published, with the verdict beside each assertion

Nothing that is imported is ever told to anybody: a draft is refused by the reader of articles.
"""
