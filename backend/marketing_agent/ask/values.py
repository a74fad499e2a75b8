"""The values of one store (products, campaigns, countries …) and how a question names them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from marketing_agent.ask.lexicon import Lexicon, phrase
from marketing_agent.ask.patterns import word_set

FIELDS = {
    "products": "product", "variants": "variant", "skus": "sku", "product_types": "product_type",
    "vendors": "vendor", "collections": "collection", "campaigns": "campaign", "flows": "flow",
    "discount_codes": "discount_code", "segments": "segment", "channels": "channel",
    "sales_channels": "sales_channel", "ad_platforms": "ad_platform", "devices": "device",
    "customer_types": "customer_type", "message_types": "message_type", "countries": "country",
    "regions": "region", "cities": "city", "locations": "location",
}  # fmt: skip
"""The keys of a catalogue, and the dimension that each lists the values of."""
_SHORTEST_FUZZY = 5
_SCORE = 88.0
_WORDS_FIRST = word_set("not_countries")
_COMMON = word_set("common")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension, as the data writes it."""

    field: str
    value: str


class ValueIndex:
    """Finds values by name: as written, singular or plural, by alias, nearly, or by one word."""

    def __init__(self, catalogue: Mapping[str, object], lexicon: Lexicon) -> None:
        self._by_phrase: dict[str, list[Value]] = defaultdict(list)
        self._by_word: dict[str, set[Value]] = defaultdict(set)
        self._fields: dict[str, list[str]] = {}
        for key, dimension in FIELDS.items():
            listed = catalogue.get(key, [])
            self._fields[dimension] = [str(v) for v in listed] if isinstance(listed, list) else []
            for value in self._fields[dimension]:
                self._add(Value(dimension, value), lexicon)
        self.longest = max((len(name.split()) for name in self._by_phrase), default=1)
        self.words = frozenset(
            word
            for name in self._by_phrase
            for word in name.split()
            if len(word) >= _SHORTEST_FUZZY
        )
        """Every longer word that some value's name holds."""
        self._names = [n for n in self._by_phrase if len(n) >= _SHORTEST_FUZZY]

    def all(self, dimension: str) -> list[str]:
        """Every value of a dimension."""
        return self._fields.get(dimension, [])

    def holds(self, value: Value) -> bool:
        """Whether the store has the value."""
        return value.value in self._fields.get(value.field, ())

    def exact(self, text: str) -> list[Value]:
        """Values of that name or alias, in singular or plural, with or without its spaces."""
        for name in _spellings(text):
            if name in self._by_phrase:
                return self._by_phrase[name]
        first, _, last = text.partition(" ")
        return self.exact(first + last) if last.isdigit() else []

    def by_word(self, word: str) -> set[Value]:
        """Values whose name holds the word, which is no value itself."""
        for name in _spellings(word):
            if name in self._by_word:
                return self._by_word[name]
        return set()

    def near(self, text: str) -> list[Value]:
        """Values whose name is spelled almost so; empty for short words."""
        if len(text) < _SHORTEST_FUZZY or any(sign.isdigit() for sign in text):
            return []
        found = process.extractOne(text, self._names, scorer=fuzz.ratio, score_cutoff=_SCORE)
        return self._by_phrase[found[0]] if found else []

    def _add(self, value: Value, lexicon: Lexicon) -> None:
        names = {phrase(value.value), phrase(value.value.replace("_", " "))}
        names |= {n for n, v in lexicon.aliases.get(value.field, {}).items() if v == value.value}
        if value.field == "country":
            names |= {name for name, code in lexicon.countries.items() if code == value.value}
            names -= _WORDS_FIRST
        for name in names:
            for known in (name, name.replace(" ", "")):
                if value not in self._by_phrase[known]:
                    self._by_phrase[known].append(value)
        for word in phrase(value.value).split():
            if len(word) > 3 and word not in lexicon.filler and word not in _COMMON:
                self._by_word[word].add(value)


def _spellings(text: str) -> Iterable[str]:
    yield text
    if len(text) < 3:
        return
    if text.endswith("s"):
        yield text[:-1]
    if text.endswith("es"):
        yield text[:-2]
    yield text + "s"
