"""The faces over HTTP: chat, FAQ, repayment, and the page."""
