"""The part of a page that is the article: chosen by paragraph mass, then cleaned of what is not.

The method is that of the Readability family, over the measures of page_blocks.py. It knows nothing of releases; what
a release page has around its text is in page.py.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from transforms.read.page_blocks import Blocks, Sums, measure_blocks, sum_up

_ENOUGH_CHARS = 500
_SOME_CHARS = 200
_DOUBTFUL_CHARS = 250
_PROSE_CHARS = 80
_DIVIDERS = (1.0, 2.0, 6.0, 9.0, 12.0)
_OWN_SCORE = frozenset(("div", "article", "main", "header", "ul", "ol", "table", "form", "center", "section", "body"))
_START_SCORES = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, "ul": -3, "ol": -3, "form": -3}
_CLEANED = frozenset(("form", "table", "ul", "ol", "div", "section", "header"))
_BEST = 5


@dataclass(frozen=True)
class _Pass:
    """How strictly the names of classes are taken."""

    drops_unlikely: bool
    weighs_names: bool


_PASSES = (_Pass(True, True), _Pass(False, True), _Pass(False, False))


@dataclass(frozen=True)
class MainContent:
    """The nodes that hold the article, in document order, cleaned; `chars` is the length of their text."""

    nodes: list[LexborNode]
    chars: int


def find_main_content(body: LexborNode) -> MainContent:
    """Choose and clean the article below `body`; what is not the article is removed from the chosen subtrees.

    Blocks alone are tried first. A page whose text is all in inline elements is measured again with those as blocks.
    """
    best: _Choice | None = None
    for extra in ("", ",span,font"):
        blocks = measure_blocks(body, extra)
        whole = sum_up(blocks)
        for way in _PASSES:
            choice = _choose(blocks, whole, way)
            if choice is not None and (best is None or choice.chars > _clearly_more(best.chars)):
                best = choice
            if best is not None and best.chars >= _ENOUGH_CHARS:
                return _cleaned(best)
    return MainContent([], 0) if best is None else _cleaned(best)


def drop_chrome(node: LexborNode) -> None:
    """Remove share buttons, hidden parts and parts named as no article from what is known to be the article."""
    blocks = measure_blocks(node)
    drops = []
    k = 1
    while k < len(blocks.nodes):
        names = blocks.name(k)
        if names.is_hidden or names.is_unlikely or names.is_share:
            drops.append(k)
            k = blocks.ends[k]
        else:
            k += 1
    for k in drops:
        blocks.nodes[k].decompose()


def _clearly_more(chars: int) -> float:
    """Return what a laxer pass must find to be believed over a stricter one that found `chars`.

    A short release is short in every pass; what a laxer one adds to it is mostly sidebar.
    """
    return chars * 1.5 if chars >= _SOME_CHARS else chars


@dataclass(frozen=True)
class _Choice:
    blocks: Blocks
    sums: Sums
    way: _Pass
    chosen: list[int]
    chars: int


def _cleaned(choice: _Choice) -> MainContent:
    removed = sum([_clean(choice, k) for k in choice.chosen])
    return MainContent([choice.blocks.nodes[k] for k in choice.chosen], choice.chars - removed)


def _live(blocks: Blocks, whole: Sums, way: _Pass) -> list[bool]:
    """Tell which blocks are neither in a hidden subtree nor, in a strict pass, in an unlikely one."""
    live = [True] * len(blocks.nodes)
    k = 1
    while k < len(live):
        if whole.values[k] > 0:
            names = blocks.name(k)
            if names.is_hidden or (way.drops_unlikely and names.is_unlikely):
                for j in range(k, blocks.ends[k]):
                    live[j] = False
                k = blocks.ends[k]
                continue
        k += 1
    return live


def _choose(blocks: Blocks, whole: Sums, way: _Pass) -> _Choice | None:
    """Return the blocks that make the article in this pass, in document order; none where nothing scores."""
    live = _live(blocks, whole, way)
    sums = sum_up(blocks, live)
    scores = _scores(blocks, way, live)
    if not scores:
        return None
    final = {k: score * (1 - sums.link_density(k)) for k, score in scores.items()}
    ranked = sorted(final, key=lambda k: (-final[k], k))[:_BEST]
    top = _common_ancestor(blocks, ranked, final)
    top = _better_ancestor(blocks, top, final)
    top = _heavier_ancestor(blocks, sums, top, way)
    while top > 0 and _is_only_child(blocks, top):
        top = blocks.parents[top]
    chosen = _with_siblings(blocks, sums, top, final, live)
    return _Choice(blocks, sums, way, chosen, sum(sums.text[k] for k in chosen))


def _scores(blocks: Blocks, way: _Pass, live: list[bool]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for k, value in enumerate(blocks.values):
        if not value or not live[k]:
            continue
        tag = blocks.tags[k]
        above = k if tag in _OWN_SCORE else blocks.parents[k]
        for divider in _DIVIDERS[2:] if tag == "td" else _DIVIDERS:
            if above < 0:
                break
            if above not in scores:
                weight = blocks.name(above).weight if way.weighs_names else 0
                scores[above] = _START_SCORES.get(blocks.tags[above], 0) + weight
            scores[above] += value / divider
            above = blocks.parents[above]
    return scores


def _ancestors(blocks: Blocks, k: int) -> list[int]:
    chain = []
    while k >= 0:
        chain.append(k)
        k = blocks.parents[k]
    return chain


def _common_ancestor(blocks: Blocks, ranked: list[int], final: dict[int, float]) -> int:
    """Return the best block, or what holds it and three others that are nearly as good."""
    top = ranked[0]
    near = [k for k in ranked[1:] if final[k] >= 0.75 * final[top] > 0]
    if len(near) < 3:
        return top
    shared = set(_ancestors(blocks, top))
    for k in near[:3]:
        shared &= set(_ancestors(blocks, k))
    return max(shared, default=top)


def _better_ancestor(blocks: Blocks, top: int, final: dict[int, float]) -> int:
    last = final.get(top, 0.0)
    least = last / 3
    for k in _ancestors(blocks, top)[1:]:
        if k not in final:
            continue
        if final[k] < least:
            break
        if final[k] > last:
            return k
        last = final[k]
    return top


def _heavier_ancestor(blocks: Blocks, sums: Sums, top: int, way: _Pass) -> int:
    """Climb to an ancestor with clearly more paragraph mass and few links."""
    for k in _ancestors(blocks, top)[1:]:
        if k == 0:
            break
        weight = blocks.name(top).weight if way.weighs_names else 0
        ratio = 1.4 if weight <= 0 else 1.8
        is_heavier = sums.paragraphs[k] > ratio * sums.paragraphs[top]
        if is_heavier and sums.links[k] < 0.2 * sums.text[k] and sums.paragraphs[k] > 0.5 * sums.text[k]:
            top = k
    return top


def _is_only_child(blocks: Blocks, k: int) -> bool:
    parent = blocks.parents[k]
    return parent > 0 and blocks.ends[parent] == blocks.ends[k] and k == parent + 1 and blocks.own_text[parent] == 0


def _with_siblings(blocks: Blocks, sums: Sums, top: int, final: dict[int, float], live: list[bool]) -> list[int]:
    parent = blocks.parents[top]
    if parent < 0:
        return [top]
    bonus = 0.2 * final.get(top, 0.0)
    least = max(10.0, bonus)
    top_class = blocks.nodes[top].attributes.get("class")
    chosen = []
    k = parent + 1
    while k < blocks.ends[parent]:
        score = final.get(k, 0.0)
        if score and top_class and blocks.nodes[k].attributes.get("class") == top_class:
            score += bonus
        if k == top or (live[k] and (score >= least or _is_prose(blocks, sums, k))):
            chosen.append(k)
        k = blocks.ends[k]
    return chosen


def _is_prose(blocks: Blocks, sums: Sums, k: int) -> bool:
    """Tell whether a block is a paragraph of sentences rather than of links."""
    if blocks.tags[k] != "p":
        return False
    density = sums.link_density(k)
    if sums.text[k] > _PROSE_CHARS:
        return density < 0.25
    return sums.text[k] > 0 and density == 0 and "." in blocks.nodes[k].text()


def _clean(choice: _Choice, top: int) -> int:
    """Remove what is not the article from a chosen subtree; return the characters removed of its live text."""
    blocks, sums = choice.blocks, choice.sums
    drops: list[tuple[int, bool]] = []
    k = top + 1
    while k < blocks.ends[top]:
        reason = _why_drop(choice, k)
        if reason:
            drops.append((k, reason == "weight"))
            k = blocks.ends[k]
        else:
            k += 1
    total = sums.text[top]
    if total - sum(sums.text[k] for k, _ in drops) < min(_DOUBTFUL_CHARS, 0.35 * total):
        drops = [(k, by_weight) for k, by_weight in drops if not (by_weight and sums.text[k] >= 0.3 * total)]
    for k, _ in drops:
        blocks.nodes[k].decompose()
    return sum(sums.text[k] for k, _ in drops)


def _why_drop(choice: _Choice, k: int) -> str | None:
    blocks, sums, way = choice.blocks, choice.sums, choice.way
    names = blocks.name(k)
    if names.is_hidden or (way.drops_unlikely and names.is_unlikely):
        return "names"
    if names.is_share and sums.text[k] < _ENOUGH_CHARS:
        return "share"
    tag = blocks.tags[k]
    if tag not in _CLEANED:
        return None
    weight = names.weight if way.weighs_names else 0
    if weight < 0:
        return "weight"
    if sums.values[k] >= 12:
        return None
    by_weight = 0.25 if weight >= 25 else 0.2
    most = 0.5 if tag in {"ul", "ol"} else by_weight
    return "links" if sums.text[k] == 0 or sums.link_density(k) > most else None
