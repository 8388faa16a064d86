"""The verifier: how likely it is that a sentence answers a question, by weights that ship with the program."""
