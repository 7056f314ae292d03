"""Ticker symbols with their exchange, as `EXCHANGE:SYMBOL`. The exchanges are data (exchanges.csv).

A symbol without an exchange gives none. Whose ticker it is does not belong here (issuer).
"""

import re

import polars as pl

from transforms.reference import load_reference

_SYMBOL = re.compile(r"[\s\[*\"“”'‘’$]{0,4}(?P<symbol>[A-Z0-9]{1,6}(?:[.\-][A-Z0-9]{1,3})?)(?![a-z0-9])[\"“”’']?")
_NEXT = re.compile(r"\s?(?:,|/|and|&)\s?(?=[\"“]?[A-Z0-9]{2,6}\b(?!\s?[:：]))")
# Words in capitals that stand behind `NASDAQ:` without being symbols.
_NO_SYMBOL = frozenset(
    ("THE", "AND", "OTC", "TSX", "NYSE", "NASDAQ", "INC", "LTD", "CEO", "ET", "EST", "PM", "AM", "FOR", "STOCK",
     "SYMBOL", "TICKER")
)  # fmt: skip


def find_tickers(texts: pl.Series) -> pl.Series:
    """Return the tickers of each text in order of first mention, each once, as lists of `EXCHANGE:SYMBOL`."""
    places = texts.str.extract_all(_BRACKETS).to_list()
    bare = texts.str.extract_all(_BARE).to_list()
    has_symbol = texts.str.contains_any(_SYMBOL_WORDS).to_list()
    return pl.Series(
        [
            list(dict.fromkeys([*_read_all(brackets + opens), *(_told_symbols(text) if symbol else ())]))
            for brackets, opens, symbol, text in zip(places, bare, has_symbol, texts, strict=True)
        ],
        dtype=pl.List(pl.String),
    )


def _read_all(places: list[str]) -> list[str]:
    return [ticker for place in places for ticker in read_tickers(place)]


def _told_symbols(text: str) -> list[str]:
    """Return tickers told in words: `on the Nasdaq Capital Market under the symbol “X”`, `stock code: 1234.HK`."""
    tickers = [f"HKEX:{m[1]}" for m in _HONG_KONG.finditer(text)]
    for m in _TOLD.finditer(text):
        before = text[max(0, m.start() - _LONGEST_NAMES) : m.start()]
        start = max((before.rfind(mark) for mark in (". ", "\n", "(")), default=-1)
        words = _WORDS.findall(before[start + 1 :])
        # The exchange is the nearest name before the symbol, by its longest spelling.
        for at in range(len(words) - 1, -1, -1):
            longest = next((n for n in range(6, 0, -1) if _fold(" ".join(words[at : at + n])) in _EXCHANGES), None)
            begins_longer = at and any(_fold(" ".join(words[at - k : at + 1])) in _EXCHANGES for k in (1, 2, 3))
            if longest and not begins_longer:
                symbol = m["symbol"].strip(".").removesuffix(".HK")
                tickers.append(f"{_EXCHANGES[_fold(' '.join(words[at : at + longest]))]}:{symbol}")
                break
    return tickers


def read_tickers(place: str) -> list[str]:
    """Return the tickers in one such place: `Nasdaq: LEXA, LEXAW` gives two, `TSX/NYSE: ABC` gives two."""
    tickers = []
    for m in _COLON.finditer(place):
        exchanges = _exchanges_before(place[max(0, m.start() - _LONGEST_NAMES) : m.start()])
        if exchanges:
            tickers += [f"{exchange}:{symbol}" for symbol in _symbols_at(place, m.end()) for exchange in exchanges]
    return tickers


def _exchanges_before(before: str) -> list[str]:
    """Return the exchanges whose names end `before`; `TSX and NYSE American` gives both."""
    words = _WORDS.findall(before)
    while words and words[-1] in ("]", ")", "*"):
        words.pop()
    exchanges: list[str] = []
    while words and _fold(words[-1]).split(" ")[-1] in _LAST_WORDS:
        longest = next((n for n in range(min(6, len(words)), 0, -1) if _fold(" ".join(words[-n:])) in _EXCHANGES), None)
        if longest is None:
            break
        exchanges.insert(0, _EXCHANGES[_fold(" ".join(words[-longest:]))])
        del words[-longest:]
        if not words or words.pop() not in ("/", ",", "&", "|", "and"):
            break
    return exchanges


def _symbols_at(place: str, at: int) -> list[str]:
    """Return the symbols listed from `at` on."""
    symbols: list[str] = []
    while (s := _SYMBOL.match(place, at)) and s["symbol"] not in _NO_SYMBOL and len(symbols) < _MOST_SYMBOLS:
        symbols.append(s["symbol"].removesuffix(".HK"))
        more = _NEXT.match(place, s.end())
        if not more:
            break
        at = more.end()
    return symbols


def _fold(name: str) -> str:
    return name.replace("-", " ").strip().lower()


_EXCHANGES = {
    _fold(name): exchange for name, exchange in load_reference("exchanges").select("name", "exchange").iter_rows()
}
_LAST_WORDS = frozenset(name.split(" ")[-1] for name in _EXCHANGES)
_WORDS = re.compile(r"[\w.\-]+|[^\s\w]")
_LONGEST_NAMES = 90  # code points before the colon that may hold names of exchanges
_MOST_SYMBOLS = 5
_COLON = re.compile(r"(?:[\]*)]{0,2}\s?|\s(?i:ticker|symbol|stock code)\s?)[:：]")
_TOLD = re.compile(r" (?:(?:symbols?|SYMBOLS?):? [“\"]|[Ss]tock [Cc]ode:? )(?P<symbol>[A-Z0-9.]{1,8})")
_SYMBOL_WORDS = ["symbol “", 'symbol "', "symbols “", 'symbols "', "tock code", ".HK"]
_HONG_KONG = re.compile(r"\b(\d{4,5})\.HK\b")  # the exchange stands behind the number
# Where a ticker may stand. Rust syntax: polars finds these in fast passes, and the names are read only there.
_EXCHANGE = (
    r"(?i:nasdaq|nyse|amex|new york stock|tsx|toronto stock|otc|pink|cse|cboe|neo|lse|aim|london stock|asx|euronext|"
    r"six|sehk|hkex|hkse|stock exchange of hong kong|hong kong stock|tse|tokyo stock|fse|fra|frankfurt|"
    r"xetra|tase|kosdaq|krx|"
    r"oslo|ose|sgx|nse|bse|jse|nzx|twse|szse|sse|wse|bme|aquis|first north|spotlight)"
)
_BRACKETS = rf"[(\[][^()\[\]\n:：]{{0,40}}{_EXCHANGE}[^()\[\]\n]{{0,60}}[:：][^()\[\]\n]{{1,160}}"
_BARE = r"(?:[A-Z][A-Za-z.\-]{1,12} ){0,4}[A-Z][A-Za-z.\-]{1,12}[:：] ?[“”\"]?[A-Z0-9.\-]{1,9}(?:, ?[A-Z]{2,6})?\b"
