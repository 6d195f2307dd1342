"""法治建设考评 composed: what rules are fed with, who may take which step, and how a round stands."""
