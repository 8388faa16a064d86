"""What can be wrong with a database as a whole, in sentences that say what to do."""


class DatabaseUnusable(Exception):
    """The database cannot be used as it is; the message says why and what to do."""


_SENTENCES = {
    "database is locked": "The database {file} is locked by another program: close it, or wait, and try again.",
    "readonly database": "The database {file} is read-only: allow writing to the file and to its folder.",
    "unable to open database file": "The database {file} cannot be opened: see that its folder is there and writable.",
    "file is not a database": "The file {file} is not an SQLite database: point DATABASE_URL to another file.",
    "disk image is malformed": "The database {file} is damaged: restore it from a backup.",
    "database or disk is full": "There is no room left on the disk of {file}: nothing was written.",
}


def unusable(message: str, file: str) -> str | None:
    """Return a sentence for an error that concerns the database file as a whole, else None."""
    for part, sentence in _SENTENCES.items():
        if part in message:
            return sentence.format(file=file)
    return None
