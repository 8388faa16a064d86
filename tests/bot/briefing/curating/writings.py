"""Writings of one number: what people make of 1,200 in digits of many scripts, with separators, and in words."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCRIPTS = ("٠", "０", "०", "๐", "𝟎", "໐")


def writings(number: int) -> list[str]:
    """Return how people write a whole number, all of which are the same number."""
    grouped = f"{number:,}"
    found = [str(number), grouped, spelt(number)]
    found += [grouped.replace(",", mark) for mark in ("\u00a0", "\u2009", "\u202f", " ", "'", "’")]
    found += [_translated(str(number), zero) for zero in _SCRIPTS]
    found += [_translated(grouped, "٠").replace(",", "٬"), lakhs(number), f"{number}.0"]
    if number and number % 1000 == 0:
        found += [f"{number // 1000} thousand", f"{number // 1000}k", f"{spelt(number // 1000)} thousand"]
    return found


def lakhs(number: int) -> str:
    """Return a number grouped as in India: 12,34,567."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])


def spelt(number: int) -> str:
    """Return a number below a billion in English words."""
    for scale, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = f" {spelt(number % scale)}" if number % scale else ""
            return f"{spelt(number // scale)} {word}{rest}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def _translated(digits: str, zero: str) -> str:
    return digits.translate({ord("0") + digit: chr(ord(zero) + digit) for digit in range(10)})
