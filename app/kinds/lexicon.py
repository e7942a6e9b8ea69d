"""Names that notes use for one thing, with its category: colours for diagrams, and proof that a word is a part."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[A-Za-z0-9$][\w@+.-]*(?<![.])|&")
_MOST_TEXTS = 20_000  # remembered
_LONG = 6  # letters from which one wrong letter is forgiven
_EVERYDAY = frozenset(
    {
        "amplify",
        "batch",
        "comprehend",
        "config",
        "connect",
        "detective",
        "glue",
        "inspector",
        "organization",
        "region",
        "shield",
        "spot",
        "transcribe",
        "translate",
    }
)  # names only with a capital letter
_ARTICLES = frozenset({"a", "an", "the", "your", "our", "each", "every", "one", "some"})


@dataclass(frozen=True, slots=True)
class Term:
    """A thing with its official name."""

    id: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a term stands in a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Terms by every name they go by."""

    names: tuple[tuple[str, Term], ...] = ()

    @classmethod
    def from_toml(cls, text: str) -> "Lexicon":
        """Read a lexicon file; raises tomllib.TOMLDecodeError or KeyError if it is none."""
        names: list[tuple[str, Term]] = []
        for entry in tomllib.loads(text)["term"]:
            term = Term(entry["id"], entry["name"], entry["category"])
            names.extend((name, term) for name in (entry["name"], *entry["aliases"]))
        return cls(tuple(names))

    def with_terms(self, words: Iterable[str]) -> "Lexicon":
        """The same with the terms that a note names in its front matter; known ones keep their category."""
        fresh = [word.strip() for word in words if word.strip() and self.term(word) is None]
        return Lexicon((*self.names, *((word, Term(_key(word), word)) for word in fresh))) if fresh else self

    @cached_property
    def _by_key(self) -> dict[str, Term]:
        return {_key(name): term for name, term in reversed(self.names)}

    @cached_property
    def _nearly(self) -> dict[str, Term]:
        """Names of one long word with one letter left out, to find misspelled ones."""
        found: dict[str, Term] = {}
        for key, term in self._by_key.items():
            if len(key) >= _LONG and " " not in key:
                for place in range(len(key)):
                    found.setdefault(key[:place] + key[place + 1 :], term)
        return found

    def term(self, words: str) -> Term | None:
        """The thing that words name as a whole, articles and plural aside; remembered."""
        if words not in self._known_terms:
            if len(self._known_terms) > _MOST_TEXTS:
                self._known_terms.clear()
            self._known_terms[words] = self._look_up(words)
        return self._known_terms[words]

    @cached_property
    def _known_terms(self) -> dict[str, Term | None]:
        return {}

    def _look_up(self, words: str) -> Term | None:
        parts = words.split()
        while parts and parts[0].lower() in _ARTICLES:
            parts = parts[1:]
        key = _key(" ".join(parts))
        if not key:
            return None
        known = self._by_key.get(key) or self._by_key.get(_singular(key))
        if known is None and len(key) >= _LONG and " " not in key:
            known = self._nearly.get(key) or next(
                (
                    self._by_key.get(cut) or self._nearly.get(cut)
                    for place in range(len(key))
                    if (cut := key[:place] + key[place + 1 :]) in self._by_key or cut in self._nearly
                ),
                None,
            )
        if known is None and " " in key:
            known = self._with_one_word_mended(key)
        return known

    def _with_one_word_mended(self, key: str) -> Term | None:
        """A name of several words of which one long word is misspelled."""
        parts = key.split(" ")
        for place, part in enumerate(parts):
            if part not in self._long_words and (mended := self._mended(part)):
                whole = " ".join([*parts[:place], mended, *parts[place + 1 :]])
                if known := self._by_key.get(whole) or self._by_key.get(_singular(whole)):
                    return known
        return None

    def _mended(self, word: str) -> str:
        """The long word of the lexicon that a word is but for one letter; empty if it is none."""
        if len(word) < _LONG:
            return ""
        known = self._nearly_words.get(word)
        if known is None:
            cuts = (word[:place] + word[place + 1 :] for place in range(len(word)))
            known = next((cut if cut in self._long_words else self._nearly_words[cut] for cut in cuts
                          if cut in self._long_words or cut in self._nearly_words), "")  # fmt: skip
        return known

    @cached_property
    def _long_words(self) -> frozenset[str]:
        return frozenset(part for key in self._by_key if " " in key for part in key.split(" ") if len(part) >= _LONG)

    @cached_property
    def _nearly_words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in sorted(self._long_words):
            for place in range(len(word)):
                found.setdefault(word[:place] + word[place + 1 :], word)
        return found

    def _role(self, word: str) -> tuple[int, bool]:
        """How many words a name that begins so may have, and whether the word may be a name alone; remembered."""
        known = self._roles.get(word)
        if known is None:
            key = _key(word)
            is_known = key in self._by_key or _singular(key) in self._by_key
            is_name = not word[0].islower() or (is_known and _singular(key) not in _EVERYDAY)
            is_article = word.lower() in _ARTICLES
            opening = key.split(" ", 1)[0]
            if opening not in self._openings and opening not in self._by_key:
                opening = self._mended(opening)
            most = 1 if is_article else self._openings.get(opening, 1)
            known = self._roles[word] = (most, is_name and not is_article)
        return known

    @cached_property
    def _roles(self) -> dict[str, tuple[int, bool]]:
        return {}

    def category(self, words: str) -> str:
        """The category of what words name: of the whole, else of the longest thing in them; empty if unknown."""
        if (known := self.term(words)) is not None:
            return known.category
        found = sorted(self.occurrences(words), key=lambda one: (one.start - one.end, one.start))
        return found[0].term.category if found else ""

    @cached_property
    def _openings(self) -> dict[str, int]:
        """The words that names of several words begin with, and how many words the longest of these has."""
        found: dict[str, int] = {}
        for key in self._by_key:
            parts = key.split(" ")
            if len(parts) > 1:
                found[parts[0]] = max(found.get(parts[0], 0), len(parts))
        return found

    @cached_property
    def _known_texts(self) -> dict[str, tuple[Found, ...]]:
        return {}

    def occurrences(self, text: str) -> tuple[Found, ...]:
        """Every term in a text, the longest first where names overlap, in the order of the text."""
        known = self._known_texts.get(text)
        if known is None:
            known = self._known_texts[text] = tuple(self._find(text))
            if len(self._known_texts) > _MOST_TEXTS:
                self._known_texts.clear()
        return known

    def _find(self, text: str) -> Iterator[Found]:
        words = list(_WORD.finditer(text))
        roles = self._roles
        place = 0
        while place < len(words):
            first = words[place].group()
            most, stands = roles.get(first) or self._role(first)
            if most == 1 and not stands:
                place += 1
                continue
            longest = min(most, len(words) - place)
            for length in range(longest, 0 if stands else 1, -1):
                start, end = words[place].start(), words[place + length - 1].end()
                known = self.term(text[start:end])
                if known is not None:
                    yield Found(known, start, end)
                    place += length - 1
                    break
            place += 1


def _key(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").split())


def _singular(key: str) -> str:
    if key.endswith("ies"):
        return key[:-3] + "y"
    return key[:-1] if key.endswith("s") and not key.endswith("ss") else key
