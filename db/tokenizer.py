"""The tokenizer: words as the store compares them, without case, accents, punctuation and plural.

Latin letters are folded to ASCII; those of other scripts stay what they are (NFKC, case folded), since transliteration
makes one name of two: `romanised` is only a way to find them. Scripts that set no spaces are searched by bigrams, as
Lucene's CJK analyser does.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii
from Stemmer import Stemmer

from db.unicode import normalised

# Counted up whenever words come out otherwise, so that stores are indexed anew.
VERSION = 2

LONGEST = 80  # characters of a word; a longer one is no word, and is known by its beginning

_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"['’ʼ`´](?:s\b)?", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Scripts without spaces between words, by how the names of their letters begin.
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN ", "BOPOMOFO ")
_LETTERS = 16384  # that are remembered: about 200 bytes each


@lru_cache(maxsize=_LETTERS)
def _heard(character: str) -> str:
    """Drop what joins letters invisibly; emoji and controls part words, and are none themselves."""
    match unicodedata.category(character):
        case "Cf" | "Sk" if not character.isspace():
            return ""
        case "Mn" if "\u0300" <= character <= "\u036f":
            return ""  # accents; the vowel signs of other scripts are letters
        case "So" | "Cc" | "Co" | "Cn" | "Cs":
            return " "
    return character


@lru_cache(maxsize=_LETTERS)
def _letter(character: str) -> str:
    """Return a letter or figure as it is compared, and a space for all else."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if unicodedata.name(character, "").startswith("LATIN "):
        return _NOT_WORD.sub("", anyascii(character).casefold())
    return character if category[0] in "LM" or category == "Nl" else " "


def plain(text: str) -> str:
    """Return lower-case words with single spaces, Latin ones in ASCII: `Hà Nội’s U.N.` becomes `ha noi un`."""
    if text.isascii():
        heard = text
    else:
        composed = normalised("NFC", "".join(map(_heard, normalised("NFKC", text))))
        heard = "".join(map(_heard, composed))
    heard = _ACRONYM.sub(lambda acronym: acronym[0].replace(".", ""), heard)
    heard = _POSSESSIVE.sub("", heard).casefold()
    if heard.isascii():
        return " ".join(_NOT_WORD.sub(" ", heard).split())
    return " ".join("".join(map(_letter, heard)).split())


def romanised(text: str) -> str:
    """Return the words in ASCII, other scripts transliterated: `wang wei` for 王伟, and for 汪伟 too."""
    return " ".join(_NOT_WORD.sub(" ", anyascii(plain(text)).casefold()).split())


@lru_cache(maxsize=_LETTERS)
def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNSPACED)


def tokens(text: str) -> list[str]:
    """Return the words in order as they are searched: in a script without spaces each two letters that follow."""
    return [word[:LONGEST] for word in _tokens(text)]


def _tokens(text: str) -> list[str]:
    words = plain(text)
    if words.isascii():
        return words.split()
    found: list[str] = []
    for word in words.split():
        if word.isascii() or not any(map(_is_unspaced, word)):
            found.append(word)
            continue
        run = ""
        for character in f"{word} ":
            if run and _is_unspaced(character) != _is_unspaced(run[-1]):
                found += _bigrams(run) if _is_unspaced(run[-1]) else [run]
                run = ""
            run += character
    return found


def _bigrams(run: str) -> list[str]:
    # A mark belongs to the letter before it.
    letters = re.findall(r"[^\W_][^\w]*|.", run)
    return ["".join(pair) for pair in pairwise(letters)] or [run]


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


# Without a memory of its own: `stem` has one.
_STEMMER = Stemmer("english", 0)


# British spellings and the American ones; that `promise` becomes `promize` on both sides harms nothing.
_SPELLINGS = (
    (re.compile(r"is(e[ds]?|ers?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our(?=($|s$|ed|ing|abl|ite|hood|ly|al))"), "or"),
    (re.compile(r"(?<=\w)ogramme"), "ogram"),
    (re.compile(r"(?<=\w)tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=\w{2})ence(?=s?$)"), "ense"),
)
_SPELT = re.compile("|".join(british.pattern for british, _ in _SPELLINGS))


@lru_cache(maxsize=_LETTERS)
def stem(word: str) -> str:
    """Return the word's stem by Porter's second English algorithm (snowballstem.org), whichever way it is spelt."""
    if not word.isascii():
        return word
    if len(word) > 4 and _SPELT.search(word):
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words in order, as the full-text index holds them."""
    return [stem(word) for word in tokens(text)]


# The letters that are written for one another; vowels, h, w and y are left out, as in Soundex.
_CODES = {letter: code for code, letters in enumerate("bfpv cgjkqsxz dt l mn r".split(), 1) for letter in letters}


@lru_cache(maxsize=_LETTERS)
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
