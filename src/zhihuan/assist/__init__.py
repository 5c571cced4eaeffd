"""The agent's side: the case at a glance, a draft, the next steps, a check, the wrap-up."""
