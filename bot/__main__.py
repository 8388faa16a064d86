"""`python -m bot` and the command `footnote`."""

from bot.cli import app
from bot.failures import in_words


def main() -> None:
    """Run the command line; what cannot start says so in a sentence and exits with 2."""
    with in_words():
        app()


if __name__ == "__main__":
    main()
