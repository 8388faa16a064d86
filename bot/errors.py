"""The errors that end the program with a sentence."""


class CannotStart(Exception):
    """Something that the operator has to set right first."""


class Unavailable(Exception):
    """Something outside is away, and has been for too long: a later start may find it."""
