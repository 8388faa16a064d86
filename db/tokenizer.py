"""The tokenizer: words as the store compares them, without case, accents, punctuation and plural."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"['’ʼ`´](?:s\b)?", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def _heard(character: str) -> str:
    """Drop what joins letters invisibly; emoji and controls part words, and are none themselves."""
    match unicodedata.category(character):
        case "Cf" | "Mn" | "Sk" if not character.isspace():
            return ""
        case "So" | "Cc" | "Co" | "Cn" | "Cs":
            return " "
    return character


def plain(text: str) -> str:
    """Return lower-case ASCII words with single spaces: `Hà Nội’s U.N.` becomes `ha noi un`."""
    heard = "".join(map(_heard, unicodedata.normalize("NFC", text)))
    heard = _ACRONYM.sub(lambda acronym: acronym[0].replace(".", ""), heard)
    ascii_text = anyascii(_POSSESSIVE.sub("", heard)).casefold()
    return " ".join(_NOT_WORD.sub(" ", ascii_text).split())


def singular(word: str) -> str:
    """Return the word without a regular English plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def fold(text: str) -> str:
    """Return the form in which two names are the same name: `Human-Rights` becomes `human right`."""
    return " ".join(singular(word) for word in plain(text).split())


_STEMMER = snowballstemmer.stemmer("english")


# British spellings and the American ones; that `promise` becomes `promize` on both sides harms nothing.
_SPELLINGS = (
    (re.compile(r"is(e[ds]?|ers?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our(?=($|s$|ed|ing|abl|ite|hood|ly|al))"), "or"),
    (re.compile(r"(?<=\w)ogramme"), "ogram"),
    (re.compile(r"(?<=\w)tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=\w{2})ence(?=s?$)"), "ense"),
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the word's stem by Porter's second English algorithm (snowballstem.org), whichever way it is spelt."""
    if len(word) > 4:
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words in order, as the full-text index holds them."""
    return [stem(word) for word in plain(text).split()]


# The letters that are written for one another; vowels, h, w and y are left out, as in Soundex.
_CODES = {letter: code for code, letters in enumerate("bfpv cgjkqsxz dt l mn r".split(), 1) for letter in letters}


def sound(word: str) -> str:
    """Return the first letter and the codes of the consonants, as in Soundex, but all of them: words that a slip
    of the pen turns into one another mostly sound alike."""
    codes = [str(_CODES.get(letter, "")) for letter in word]
    # Letters of one code side by side count once; a vowel between them parts them.
    kept = [code for before, code in zip(["", *codes], codes, strict=False) if code and code != before]
    return word[:1] + "".join(kept)


def alike(word: str) -> set[str]:
    """Return the sounds of words that differ from this one by a consonant more, less or another."""
    heard = sound(word)
    first, codes = heard[:1], heard[1:]
    every = [str(code) for code in sorted(set(_CODES.values()))]
    places = range(len(codes) + 1)
    changed = {codes[:at] + codes[at + 1 :] for at in places}
    changed |= {codes[:at] + code + codes[at + more :] for at in places for code in every for more in (0, 1)}
    return {first + codes for codes in (codes, *changed)}
