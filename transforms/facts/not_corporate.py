"""Sentences in which no reader should see a corporate event of some types, however much their words look like one.

Events of trials, data and products belong to not_events, which both readers pass. What is wrong with one rule's words
only is a guard of that rule (transforms/rules).
"""

import re
from collections.abc import Mapping, Sequence

# Who enters or leaves a class action bought shares; no business changed hands, and what the firm that is sued reported
# is told to blame it.
OF_LAWSUIT = re.compile(
    r"\b(?:class action|class period|(?:purchased|bought) or (?:otherwise )?acquired|otherwise acquired|"
    r"(?:learn(?:ed)?|know) the truth|truth (?:emerged|was revealed|came out))\b",
    re.IGNORECASE,
)
# What a person did elsewhere is no news of the company that introduces her.
OF_CAREER = re.compile(
    r"\b(?:(?:as (?:the |a )?|founder and )(?:former|co-?founder)|prior to \w+, (?:he|she|(?:Mr|Ms|Dr)\.)|"
    r"(?:he|she) (?:also |later |previously )?(?:led (?:the|his|her) company|founded|sold|co-?chaired|"
    r"(?:co-)?invented)|"
    r"(?:he|she) was (?:also )?an? (?:early |seed |lead )?(?:investor|board member)|involved in the formation of|"
    r"at (?!the\b|our\b)\w{3,20}, (?:he|she) (?:led|oversaw|managed|drove)|"
    r"was formerly (?:an? |the )?(?:executive|senior|chief|vice|president|director|head|partner|managing)|"
    r"(?:pivotal|key|leading|central|instrumental) (?:role )?in (?:[\w$’'.]{1,20} ){0,5}"
    r"(?:acquisition|sale|merger|divestiture)|"
    r"(?:his|her|my) (?:previous|first|last|former|own) (?:company|start-?up|business|firm)|successfully exited)\b",
    re.IGNORECASE,
)
# A certificate that is `acquired` is no business, nor are coins, customers or a car.
NO_BUSINESS = re.compile(
    r"\b(?:acqui(?:re|res|red|ring)|acquisition of|purchas(?:e|es|ed|ing)|buy(?:s|ing)?|bought) "
    r"(?:(?:[\w$()’'-]{1,24} ){0,12}(?:tokens|bitcoins?|certification|accreditation)\b|"
    r"(?:[\w$’'-]{1,24},? ){0,4}(?-i:customers|clients|users|skills|artworks?|paintings?|props|collectibles|cars?|"
    r"tickets|permits|miners|gold)(?=[.,;?]|$| (?:from|for|in|to|with|and|by|that|which|at|on|before|of|as|is)\b))|"
    r"\bpermits (?:have|were) (?:been )?acquired\b|\b(?:sale|sells?|sold) (?:of )?(?:crypto|digital) assets\b",
    re.IGNORECASE,
)
# `A week-long takeover of the harbour`, `to merge colours`: no company takes part.
NO_MERGER = re.compile(
    r"\b(?:pop-?up|(?:day|week|weekend|month)-?long|web3|social[- ]media|city-?wide)(?: \w{1,12})? take-?over\b|"
    r"\bgear to take over\b|"
    r"\bmerg(?:e|es|ed|ing) (?:them|(?:[a-z-]{2,15} ){0,2}(?:hues|colou?rs|styles|sounds|genres|traditions?))\b",
    re.IGNORECASE,
)
# Who speaks to investors, digs or counts for a company is hired, not a partner.
IS_HIRED = re.compile(
    r"\bengag(?:ed|es|ing) (?:the services of )?(?-i:[A-Z])[^;]{0,100}\b(?:investor|awareness|communications?|"
    r"public relations|media|marketing|market[- ]mak\w{2,4}|research coverage|valuation|surveys?|geological|drilling|"
    r"buy-?backs?)\b",
    re.IGNORECASE,
)
# An agreement to buy or to raise money is a purchase or a financing; rights and licences are acquired from partners.
IS_BOUGHT = re.compile(
    r"\bagreements?\b[^;]{0,60}(?<!option)(?<!options)(?<!right)(?<!rights) to (?:acquire|invest|raise)\b"
    r"(?!(?: [\w’'®-]{1,24}){0,6} (?:rights?|licen[cs]es?)\b)|"
    r"\bagreements?(?: with [^;]{3,60})? to (?:buy|sell) (?:(?:the|its|their|an?|all) )(?:[\w-]{2,16} ){0,3}"
    r"(?:rights|subsidiar(?:y|ies)|business(?:es)?|portfolio|facilit(?:y|ies)|units?|division|stake|company)\b|"
    r"\b(?:asset purchase|share exchange) agreement\b|\bacquired a (?:majority|controlling) (?:interest|stake)\b|"
    r"\bagreements? with (?:(?:certain|several|the|its|select|accredited|institutional) ){0,3}investors?\b|"
    r"\bterm sheet to (?:make|invest)\b",
    re.IGNORECASE,
)
# `Tarn Ventures announced an investment in Hollin`: the money goes out.
INVESTS = re.compile(
    r"\b(?:announc(?:es|ed|ing)|made|makes|making|with) (?:an?|its|their|the) (?:(?:new|further|recent|strategic|"
    r"majority|minority|follow-on|additional|equity|[$€£][\d.,]+|million) ){0,4}investment in "
    r"(?!the company|our|us\b|itself)(?:the )?(?-i:\w*[A-Z])",
    re.IGNORECASE,
)
PAID_IN = re.compile(r"\b(?:from|by) (?:the )?[A-Z]|\b(?:secur|receiv|rais)(?:es?|ed|ing)\b")
# A grant that is taken back is none; shares that are bought bring the buyer no money.
IS_TAKEN_BACK = re.compile(
    r"\b(?:withdr[ae]w|cancel|freez|froz|rescind)\w{0,4} (?:[\w$€£.,-]{1,16} ){0,5}(?:grants?|funding|aid)\b|"
    r"\b(?:grants?|funding|aid) (?:was |were |has been |have been )?(?:frozen|withdrawn|cancell?ed|rescinded)\b|"
    r"\bpurchase agreement to acquire\b",
    re.IGNORECASE,
)
# What a bank is owed by its customers.
IS_LENT = re.compile(
    r"\b(?:non-?performing|charge-offs?|loan (?:growth|originations?|balances?|losses)|"
    r"total (?:[\w&]{1,12} ){0,4}loans|loans and leases|total loan portfolio)\b",
    re.IGNORECASE,
)
# `Excluding acquired entities`: what was bought before is reckoned with.
IS_RECKONED = re.compile(
    r"\b(?:from|of|recogni[sz]ed|non-deductible|excluding|including) acquired (?:entities|assets|businesses|companies)|"
    r"\bacquired (?:IPR|in-process)",
    re.IGNORECASE,
)
IS_NAMED = re.compile(r"\b(?:acquisitions?|purchase) of\b", re.IGNORECASE)
# `VELMORA is a trademark owned by or licensed to Hollin, its subsidiaries`: whose name it is, as every release says.
OF_TRADEMARK = re.compile(r"\btrade ?marks?\b[^;.]{0,60}\b(?:licensed|used under licen[cs]e)\b", re.IGNORECASE)
# A concert, a gala or a shop's sale is an event, and none of investors or scientists.
ENTERTAINS = re.compile(
    r"\b(?:concerts?|(?:live|silent) auction|galas?|book[- ]signings?|comed(?:y|ians?|ic)|grammy|singers?|"
    r"regiment band|live (?:music|performances?)|music festival|opening reception|art (?:exhibition|week)|"
    r"black friday|sales event|prayer service|bible|parade|fashion show|runway|meditations?|red carpet|"
    r"cash bar|episode \d|conference rooms?)\b",
    re.IGNORECASE,
)
OF_THE_TRADE = re.compile(
    r"\b(?:investors?|scientific|medical|clinical|healthcare|analysts?|annual meeting|congress)\b", re.IGNORECASE
)
# `Companies on the Westmark 500 are ranked by their growth` explains a list, `the medal is given each year` a medal;
# `one lucky winner` is a customer; a coin's rank, a town's and the name of a market are none of the sponsor's; what she
# earned for herself is a person's own certificate.
NO_HONOUR = re.compile(
    r"(?:companies|firms|businesses|employers|applicants|nominees|entr(?:y|ies)|honou?rees) (?:on|of|in|for) "
    r"[^;]{0,60}\b(?:are|is|were|was) (?:ranked|chosen|selected|evaluated|scored) "
    r"(?:according to|by|based on|on the basis of)\b|"
    r"\b(?:winners|recipients|finalists) (?:of|for) [^;]{0,60}\bare (?:chosen|selected|evaluated|celebrated)\b|"
    r"\b(?:awards?|prize|medal|(?:re)?certification)\b[^;.]{0,80}\bis (?:presented|awarded|given|bestowed) "
    r"(?:annually|each|every|by)\b|"
    r"\b(?:lucky|raffles?|sweepstakes?|giveaways?|prize packs?|prize (?:pools?|value|money)|jury awarded)\b|"
    r"\brank(?:s|ed)? (?:#|no\. ?)?\d{1,5}(?:st|nd|rd|th)?\b[^;]{0,50}\b(?:crypto(?:currency)? assets|market cap)\b|"
    r"\bmarket cap\b[^;]{0,40}\branked\b|"
    r"\b(?:best places? to live|jurisdiction, ranked|OTCQX best market|established public market)\b|"
    r"\bthe (?:state|city|county|country|nation|region) (?:has been|was|is) (?:\w{4,14}ly )?(?:named|ranked|listed)\b|"
    r"\bearn(?:ed|s) (?:his|her|their)\b[^;,]{0,40}\b(?:certification|certificate|degree|diploma|M\.?B\.?A)\b|"
    r"\bboard[- ]certification\b|\bprofessionals have earned\b|"
    r"\baward-winning (?:\w{3,15} ){0,2}(?:books?|films?|novels?|albums?|podcasts?)\b(?! (?:director|maker|producer))",
    re.IGNORECASE,
)
# `Their work has earned them wide recognition` recalls no honour: none has a name.
IS_PRAISED = re.compile(
    r"\b(?:earn|receiv|gain|garner|w[io]n|achiev)\w{0,5}\b[^;.]{0,60}\b(?:accolades|recognition|acclaim|top honou?rs)"
    r"\b",
    re.IGNORECASE,
)
NAMED_HONOUR = re.compile(
    r"\b(?:Awards?|Prizes?|Medals?|List|Best|Top|Rank\w{2,4}|Certif\w+|Fellow\w*|Hall of Fame|[Ff]inalists?|[Ww]inner|"
    r"Gold|Silver|Bronze|Honou?rs?|Accredit\w+|accreditation|Stars?|Leaders?|Great Place|[Cc]ategory|of the Year|"
    r"award|rating)\b|#\d|\b\d{4}\b"
)
# `Hollin, recognized as one of the leading makers of pumps,` is a name for it; nobody is said to have given it.
IS_REPUTED = re.compile(
    r"\b(?:company|enterprise|firm|brand) (?:widely )?recogni[sz]ed for (?:its|their)\b|"
    r"(?:,|\b(?:is|are|be|been)) (?:\w{4,14}ly )?recogni[sz]ed (?:by [^;,.]{3,60} )?as (?:one of |the |an? )"
    r"[^;,.]{0,60}\b"
    r"(?:premier|leading|leader|fastest[- ]growing|top)\b",
    re.IGNORECASE,
)
IS_GIVEN = re.compile(r"\b(?:by|in) (?:the )?[A-Z0-9]|\b(?:List|Awards?|Best|Top|of the Year)\b|\b\d{4}\b")
# `Ada Renfield is the chief executive of Hollin` introduces her.
IS_INTRODUCED = re.compile(
    r"^(?:[A-Z][\w.’'-]{0,20} ){1,4}is (?:the |an? |currently )?(?:[A-Z]?[\w-]{1,20} ){0,3}"
    r"(?:[Oo]fficer|[Pp]resident|[Dd]irector|[Cc]hair\w{0,6}|CEO|executive|economist)\b"
)
# `Sure to last until the appointment of a new chief`: nobody has the post yet, and no day is told.
NOT_YET = re.compile(
    r"\b(?:until|pending) (?:the )?(?:appointment|election|naming|arrival) of (?:an?|its|his|her|the) "
    r"(?:new|permanent|successor)\b",
    re.IGNORECASE,
)
CHANGES = re.compile(
    r"\b(?:appoint|join|named|promot|becom|succe[es]|retir|step|new|took|will|elect|leav|depart|resign|replac|transition)",
    re.IGNORECASE,
)

# Words with which a sentence states no event of a type, whatever its role.
VOID: Mapping[str, Sequence[re.Pattern[str]]] = {
    "acquisition": [OF_LAWSUIT, OF_CAREER, NO_BUSINESS, NO_MERGER],
    "leadership_change": [NOT_YET],
    "partnership": [OF_LAWSUIT, OF_CAREER, IS_HIRED, IS_BOUGHT, OF_TRADEMARK],
    "financing": [OF_LAWSUIT, OF_CAREER, IS_TAKEN_BACK, IS_LENT],
    "financial_results": [OF_LAWSUIT],
    "recognition": [NO_HONOUR],
}
# The same, but for what its second pattern finds in the sentence.
VOID_UNLESS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "acquisition": (IS_RECKONED, IS_NAMED),
    "financing": (INVESTS, PAID_IN),
    "recognition": (IS_REPUTED, IS_GIVEN),
    "conference_participation": (ENTERTAINS, OF_THE_TRADE),
    "leadership_change": (IS_INTRODUCED, CHANGES),
}


def is_no_corporate(milestone_type: str, sentence: str, *, is_recalled: bool) -> bool:
    """Tell whether a sentence cannot state a corporate event of this type.

    Args:
        milestone_type: The type.
        sentence: The sentence.
        is_recalled: The event would be background.
    """
    if any(pattern.search(sentence) for pattern in VOID.get(milestone_type, ())):
        return True
    void, unless = VOID_UNLESS.get(milestone_type, (None, None))
    if void and unless and void.search(sentence) and not unless.search(sentence):
        return True
    is_praise = milestone_type == "recognition" and is_recalled and IS_PRAISED.search(sentence) is not None
    return is_praise and NAMED_HONOUR.search(sentence) is None
