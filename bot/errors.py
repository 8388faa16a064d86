"""The error of a program that cannot start."""


class CannotStart(Exception):
    """Something that the operator has to set right first."""
