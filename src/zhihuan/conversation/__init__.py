"""One turn and many: safety, the situation, the toolbox, the two brains, and the gate."""
