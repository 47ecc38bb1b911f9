"""How easily English text reads: words a sentence, and Flesch's reading ease."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[.!?…](?=[\s”’)]|$)")
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
SILENT = re.compile(r"(?<![^aeiouyl]l)e[sd]?$", re.IGNORECASE)
SAID = re.compile(r"(?:[td]ed|(?:[csxzg]|[cs]h)es)$", re.IGNORECASE)
VOWELS = re.compile(r"[aeiouyà-ÿ]+", re.IGNORECASE)


@dataclass(frozen=True)
class Readability:
    """What was counted in a text, and what it says.

    Attributes
    ----------
    words, sentences, syllables
        How many; a text without a full stop is one sentence.
    longest
        Words of the longest sentence.
    """

    words: int
    sentences: int
    syllables: int
    longest: int

    @property
    def words_a_sentence(self) -> float:
        """The mean; 0 of an empty text."""
        return self.words / self.sentences if self.words else 0.0

    @property
    def ease(self) -> float:
        """Flesch's reading ease, about 0 (hard) to 100 (easy); 0 of an empty text.

        Rudolf Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948).
        """
        if not self.words:
            return 0.0
        return 206.835 - 1.015 * self.words_a_sentence - 84.6 * self.syllables / self.words


def measure_text(text: str) -> Readability:
    """Count the words, sentences and syllables of a text.

    >>> measure_text("The cat sat on the mat.")
    Readability(words=6, sentences=1, syllables=6, longest=6)
    """
    sentences = [WORD.findall(part) for part in SENTENCE_END.split(text)]
    counts = [len(words) for words in sentences if words]
    return Readability(
        sum(counts),
        len(counts),
        sum(count_syllables(word) for words in sentences for word in words),
        max(counts, default=0),
    )


def count_syllables(word: str) -> int:
    """The syllables of an English word by its letters; a figure counts as one, as Flesch counts it.

    >>> [count_syllables(word) for word in ["survey", "residents", "named", "wanted", "2019"]]
    [2, 3, 1, 2, 1]
    """
    spoken = word if SAID.search(word) else SILENT.sub("", word)
    return max(1, len(VOWELS.findall(spoken)))
