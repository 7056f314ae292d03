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
     "SYMBOL", "TICKER", "OTCQX", "OTCQB", "OTCPK", "TSXV", "PINK", "NYSEAMERICAN", "SHA", "SHE",
     "HKG", "HKEX", "SEHK", "ASX", "LSE")
)  # fmt: skip


def find_tickers(texts: pl.Series) -> pl.Series:
    """Return the tickers of each text in order of first mention, each once, as lists of `EXCHANGE:SYMBOL`."""
    # Few releases name an exchange; one cheap pass over all leaves the rest unread.
    named = texts.str.contains_any(_GATE).arg_true()
    read = texts.gather(named)
    found = {
        row: list(dict.fromkeys([*_read_all(brackets + opens), *(_told_symbols(text) if symbol else ())]))
        for row, brackets, opens, symbol, text in zip(
            named.to_list(),
            read.str.extract_all(_BRACKETS).to_list(),
            read.str.extract_all(_BARE).to_list(),
            read.str.contains_any(_SYMBOL_WORDS).to_list(),
            read.to_list(),
            strict=True,
        )
    }
    return pl.Series([found.get(row, []) for row in range(len(texts))], dtype=pl.List(pl.String))


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
    folded = [_fold(word) for word in words]
    exchanges: list[str] = []
    while folded:
        lengths = _LENGTHS.get(folded[-1].rpartition(" ")[2], ())
        longest = next((n for n in lengths if " ".join(folded[-n:]) in _EXCHANGES), None)
        if longest is None:
            break
        exchanges.insert(0, _EXCHANGES[" ".join(folded[-longest:])])
        del folded[-longest:]
        if not folded or folded.pop() not in ("/", ",", "&", "|", "and"):
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
_WORDS = re.compile(r"[\w.\-]+|[^\s\w]")
# By the last word of a name, how many words its names have, longest first: few words end one, so most texts are let go.
_LENGTHS: dict[str, tuple[int, ...]] = {
    last: tuple(sorted({len(_WORDS.findall(n)) for n in _EXCHANGES if n.rpartition(" ")[2] == last}, reverse=True))
    for last in {name.rpartition(" ")[2] for name in _EXCHANGES}
}
_LONGEST_NAMES = 90  # code points before the colon that may hold names of exchanges
_MOST_SYMBOLS = 5
_COLON = re.compile(r"(?:[\]*)]{0,2}\s?|\s(?i:ticker|symbol|stock code)\s?)[:：]")
_TOLD = re.compile(r" (?:(?:symbols?|SYMBOLS?):? [“\"]|[Ss]tock [Cc]ode:? )(?P<symbol>[A-Z0-9.]{1,8})")
_SYMBOL_WORDS = ["symbol “", 'symbol "', "symbols “", 'symbols "', "tock code", ".HK"]
_HONG_KONG = re.compile(r"\b(\d{4,5})\.HK\b")  # the exchange stands behind the number
# A text without one of these has no ticker. Short ones stand with their colon: the letters alone are in many words.
_GATE_NAMES = (
    "Nasdaq", "NYSE", "NYSE:", "AMEX:", "Stock Exchange", "OTC", "Pink:", "Pinks:", "PINKSHEETS", "TSX", "CSE",
    "CVE:", "CNSX", "Cboe", "NEO:", "NEO ", "LSE", "LON:", "AIM", "ASX", "Euronext", "ENXT", "SIX:", "SIX ", "SEHK",
    "HKEX", "HKSE", "HK:", "HKG:", "SHA:", "SHE:", ".HK", "TSE", "TYO:", "FSE", "FWB", "FRA:", "Frankfurt", "Xetra",
    "TASE", "SGX",
    "KOSDAQ", "KRX", "KOSPI", "NSE:", "BSE:", "JSE:", "BME:", "BIT:", "MIL:", "BVL:", "GETTEX", "WSE:", "SSE:",
    "SZSE", "TWSE", "NZX", "NZSE", "STO:", "CPH:", "EPA:", "AMS:", "EBR:", "B3:", "BMV:", "AQSE", "Aquis",
    "Spotlight", "STAR:", "Oslo", "OSE:", "First North",
)  # fmt: skip
# Where a ticker may stand. Rust syntax: polars finds these in fast passes, and the names are read only there.
_EXCHANGE = (
    r"(?i:nasdaq|nyse|amex|new york stock|tsx|toronto stock|otc|pink|cse|cboe|neo|lse|aim|london stock|asx|euronext|"
    r"enxt|six|sehk|hkex|hkse|hkg|sha|she|stock exchange of hong kong|hong kong stock|tse|tokyo stock|fse|fra|"
    r"frankfurt|xetra|tase|kosdaq|krx|"
    r"oslo|ose|sgx|nse|bse|jse|nzx|twse|szse|sse|wse|bme|aquis|first north|spotlight)"
)
_BRACKETS = rf"[(\[][^()\[\]\n:：]{{0,40}}{_EXCHANGE}[^()\[\]\n]{{0,60}}[:：][^()\[\]\n]{{1,160}}"
_BARE = r"(?:[A-Z][A-Za-z.\-]{1,12} ){0,4}[A-Z][A-Za-z.\-]{1,12}[:：] ?[“”\"]?[A-Z0-9.\-]{1,9}(?:, ?[A-Z]{2,6})?\b"
_GATE = ["nasdaq", *(spelling for name in _GATE_NAMES for spelling in (name, name.upper()))]
