"""What stands against a file as a whole."""


class Unreadable(ValueError):
    """A file that cannot be read at all; the message says why, in words for who sent it."""


class NotHsds(ValueError):
    """A document that holds nothing of HSDS, or is nested beyond reason."""
