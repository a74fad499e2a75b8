"""One way to write a question down: the cache's key and the parser read the same words."""

import re
import unicodedata

from marketing_agent.ask.patterns import language
from marketing_agent.ask.shorthand import rewritten

NORMALISER = "1"
_WORDS = re.compile(
    r"\d{4}-\d{2}-\d{2}"  # a day
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\d)"  # a day as written in the US
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?[km]?(?![^\W_])|\d+\.\d+[km]?(?![^\W_])"  # 1,250.50
    r"|[^\W_]+(?:_[^\W_]+)*"
    r"|[<>=]+|[%$€£≥≤?]"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# “Us” is a country only where it cannot be us.
_TELL = (
    r"tell|let|made|makes?|making|bring(?:s|ing)?|brought|earn(?:s|ed|ing)?|costs?|helps?|remind"
)
_SHOW = r"shows?|gives?|gave|gets?|got|getting|giving"
_BUY = r"buy(?:s|ing)?|bought|purchase[sd]?|purchasing|shop(?:s|ped|ping)?|ordering"
_THE = r"the|our|all|how|what|an?|some|every|your|which|my|please|each|total|top|back|\d"
_WELL = r"best|better|well|worst|works?|working|money|business"
_PRONOUN = (
    (re.compile(rf"\b({_TELL}) us\b"), r"\1"),
    (re.compile(rf"\b({_SHOW}) us(?= (?:{_THE}))"), r"\1"),
    (re.compile(rf"\b({_BUY})((?: \w+){{0,3}}) (?:from|with|at|on) us\b"), r"\1\2"),
    (re.compile(rf"\b({_WELL}) ((?:\w+ )?)for us\b"), r"\1 \2"),
    (re.compile(r"\b(?:with|about) us\b"), ""),
)
_GREETING = r"good (?:morning|afternoon|evening|day)|hi there|hey there|morning|hiya|howdy"
_SLOW = r"(?:worst|slow|slowest)[ -](?:sellers|movers)|slow(?:est)?[ -]moving (?:products|items)"
_ONE = r"session|visit|visitor|order|customer|recipient|email|click|day|week|month|quarter|year"
_KIND, _JOIN = r"organic|paid", r"and|or|vs\.?|versus|against"
_SALES = r"net|gross|total"
_RATE = (
    r"open|click|bounce|unsub|unsubscribe|conversion|refund|return|repeat|(?:spam )?complaint"
    r"|placed order|add to cart"
)
_LIST = r"(?:please )?(?:list|show|give|tell)(?: me| us)? (?:the |our |all )?"
_DEAR = r"cheapest|priciest|costliest|dearest|most expensive"
_COSTED = r"click|thousand|mille|(?:new )?customer|acquisition|conversion"
_OUT = r"(?:runs?|running|ran|sells?|selling)"
_REPLACED = (
    (re.compile(r"[‘’ʼ`´]"), "'"),
    (re.compile(r"[“”«»„]"), '"'),
    (re.compile(r"\be-mail"), "email"),
    (re.compile(r"\bavg\b\.?|\bmean(?= order)"), "average"),
    (re.compile(r"\bu\.\s?s\.(?:\s?a\.?)?"), "usa "),
    (re.compile(r"\bu\.\s?k\.?(?!\w)"), "uk "),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/c\b"), "week commencing"),
    (re.compile(r"\bw/e\b"), "week ending"),
    (re.compile(r"\bw/(?=\s|[a-z])"), "with "),
    (re.compile(r"\b([ymwqd])/(?=\1\b)"), r"\1o"),  # y/y
    (re.compile(r"(?<=\d)(?P<k>[km]?)\+(?!\d)"), r"\g<k> or more"),
    (re.compile(r"(?<=[a-z])\s*\+\s*(?=[a-z])|\s*&\s*"), " and "),
    (
        re.compile(r"\baverage (?=orders\b(?! (?:per customer|values?|size|amount|worth)))"),
        "average number of ",
    ),
    (re.compile(rf"(?<=[a-z])/(?=(?:{_ONE})\b)"), " per "),
    (re.compile(rf"\b({_KIND}) ({_JOIN}) ({_KIND}) (social|search)\b"), r"\1 \4 \2 \3 \4"),
    (re.compile(rf"\b({_KIND}) (social|search) ({_JOIN}) (social|search)\b"), r"\1 \2 \3 \1 \4"),
    (re.compile(rf"\b({_SALES}) ({_JOIN}) ({_SALES}) (sales|revenue)\b"), r"\1 \4 \2 \3 \4"),
    (re.compile(rf"\b({_RATE}) ({_JOIN}) ({_RATE}) rates?\b"), r"\1 rate \2 \3 rate"),
    (
        re.compile(rf"\b({_KIND}) (?:channels?|media|marketing)\b(?! (?:spend|cost|budget))"),
        r"\1 search and \1 social",
    ),
    (
        re.compile(
            rf"\b{_OUT} out (?:of stock )?(?:in|within) (?:(?:under|less than) )?(\d+ days)"
        ),
        r"with less than \1 of inventory",
    ),
    (re.compile(r"\b(c?ltv|clv)-?(\d{2,3})d?\b"), r"\2 day \1"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"(?<=[a-z])'(?:d|ve|re|m|ll)\b"), ""),
    (re.compile(rf"^(?:\W*(?:{_GREETING})\b)+"), ""),
    (re.compile(r"\b(best|top)[ -]?sellers\b"), r"\1 selling products"),
    (re.compile(r"\b(best|top)[ -]?seller\b"), r"\1 selling product"),
    (re.compile(rf"\b(?:{_SLOW})\b"), "worst selling products"),
    (re.compile(r"(?<=\d)(st|nd|rd|th)\s*[–—-]\s*(?=\d{1,2}(?!\d))"), r"\1 to "),
    (re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d{1,2}(?!\d))(?<!\d{4}-)(?<!\d{4}-\d{2}-)"), " to "),
    (re.compile(rf"(?<=[a-z\d])\s*[–—-]\s*(?=(?:{_MONTHS})[a-z]*\b)"), " to "),
    (re.compile(r"\b(q[1-4]|20\d\d)\s*[–—-]\s*(?=(?:q[1-4]|20\d\d)\b)"), r"\1 to "),
    (re.compile(r"\s[–—-]\s|[–—]"), " to "),
    (re.compile(r"(?<=\w)'s\b"), ""),
    (re.compile(r"(?<=[a-z])s'(?=\s|$)"), "s"),
    (re.compile(r"\b(margin|rate|cvr|ctr|ctor|conversion|gm)\s+%"), r"\1"),
    (re.compile(r"(?<!vs )\bat (?:the|this) same (?:point|time|stage)\b"), ""),
    (re.compile(r"(?<=\d)\s+(?=%)|(?<=[a-z])%"), ""),
    (re.compile(rf"\b({_DEAR})((?: \w+){{0,2}}) per (?={_COSTED})"), r"\1\2 cost per "),
    # “Cover” is a number of days as a noun alone: what data or sales cover is not.
    (re.compile(r"\b(do|does|did|can|will)((?: \w+){1,4}) cover\b(?! do\b)"), r"\1\2 covering"),
    (re.compile(rf"^({_LIST})?low stock(?: items)?\W*$"), r"\1products with low stock"),
    *_PRONOUN,
    (re.compile(r"\b(?:out of stock|sold out|stocked out)\b"), "with at most 0 stock on hand"),
)
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def storable(question: str) -> str:
    """Without what no database keeps: NUL and halves of a surrogate pair."""
    return question.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def normalise(question: str) -> str:
    """Case, width, quotes and white space made equal; numbers and small words kept."""
    return " ".join(unicodedata.normalize("NFKC", question).casefold().split())


def words(question: str) -> list[str]:
    """The words, numbers and signs of a question, in order; short forms are written out."""
    text = rewritten(normalise(question))
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f" iso{len(kept) - 1}iso "

    text = _ISO.sub(keep, text)
    for pattern, replacement in _REPLACED:
        text = pattern.sub(replacement, text)
    found = [
        kept[int(word[3:-3])] if re.fullmatch(r"iso\d+iso", word) else word
        for word in _WORDS.findall(text)
    ]
    short = language("words.yaml")["short"]
    return " ".join(str(short.get(word, word)) for word in found).split()


class Sentence:
    """The words of a question, each of which can be taken once."""

    def __init__(self, question: str) -> None:
        self.words = words(question)
        self.free = [True] * len(self.words)

    @property
    def text(self) -> str:
        """The words, with `¤` for each that is taken."""
        return " ".join(w if f else "¤" for w, f in zip(self.words, self.free, strict=True))

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where free words match; the pattern sees whole words only."""
        return pattern.search(self.text)

    def take(self, found: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """Takes the words of a match, and says which: from, up to."""
        text = found.string
        start = text.count(" ", 0, found.start(group))
        end = text.count(" ", 0, found.end(group)) + 1
        self.take_words(start, end)
        return start, end

    def take_words(self, start: int, end: int) -> None:
        """Takes the words of these positions."""
        self.free[start:end] = [False] * (end - start)

    def left(self) -> list[str]:
        """The words nobody took."""
        return [word for word, free in zip(self.words, self.free, strict=True) if free]

    def run(self, start: int, length: int) -> str | None:
        """`length` free words from `start`, or None when one is taken or missing."""
        if start + length > len(self.words) or not all(self.free[start : start + length]):
            return None
        return " ".join(self.words[start : start + length])
