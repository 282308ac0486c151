"""Rough language, abuse, and words that discriminate. Own lists, in English and in French."""

import re

from .finding import Hit
from .phrases import Phrases

_END = r"(?!\w)"
_ROUGH = {
    "en": """damn damned goddamn goddamned crap crappy hell shit shitty shitting bullshit piss pissed pissing ass arse
    bloody bugger bollocks screwed sucks fuck fucks fucked fucker fucking fuckin motherfucking wtf omfg bastards
    shite fck fuk fukn fukin""",
    "fr": """osties crisses calices calisses tabarnaks tabarnak tabarnac tabarnouche tabarouette tabernacle crisse criss
    crissement crise calisse calice calis ostie osti esti hostie asti ciboire cibole cibolac viarge sacrament
    simonac maudit maudite maudits merde merdique merdes putain bordel chier chiant chiante emmerde emmerdent
    emmerdes fuck fucking fucke fuckee shit marde marde saint-ciboire batard torrieu baptiste verrat colisse
    caliss crisser crissait decalisse niaiseux niaiseuse cul foutre foutu foutue""",
}
# In French these are rough only as exclamations: « crise cardiaque », « le calice », « une hostie », « Jean-Baptiste ».
_ALSO_PLAIN = frozenset(
    (
        "crise calice hostie baptiste tabernacle verrat batard hell bloody sucks screwed foutre foutu foutue cul criss"
    ).split()
)
_AS_OATHS = Phrases(
    {
        "what": rf" the hell{_END}",
        "bloody": rf" (?:hell|idiots?|awful|doctors?|cancer|stupid|nuisance){_END}",
        "hostie calice tabernacle": r"(?= de (?!messe|vin|communion))| ?!",
        "crise": r"(?= de (?:cancer|maladie|fou|cave|traitement|machine|docteur)\b)",
        "baptiste": r" ?!",
    }
)
_ROUGH_PHRASES = Phrases(
    {
        "pain": rf" in the ass{_END}",
        "son": r" of a bitch\b",
        "en": rf" (?:crisse|ostie|maudit|tabarnak|calisse){_END}",
    }
)

_ABUSE = {
    "en": """asshole assholes arsehole bastard bitch bitches bitchy cunt cunts dickhead dickheads douchebag motherfucker
    motherfuckers scumbag scumbags shithead prick pricks twat wanker whore slut sluts cocksucker jackass dumbass
    imbecile moron morons idiots idiot""",
    "fr": """connard connards connasse conne cons enculé encule encules salope salopes salaud salauds salopard pute
    putes
    trou-de-cul trouduc crosseur crosseurs epais epaisse cave caves twit imbecile imbeciles cretin cretine cretins
    abruti abrutis idiote idiotes idiot idiots debile debiles mongol mongole charogne ordure ordures pourriture
    plotte guidoune enfoire enfoires asshole bitch motherfucker tarlouze tata tapon nono""",
}
# Insults only when somebody is called so: « un mur épais », « la cave », « une ordure ».
_ALSO_PLAIN_ABUSE = frozenset(
    (
        "epais epaisse cave caves cons conne ordure ordures pourriture debile debiles prick pricks tata "
        "charogne mongol mongole idiot idiots idiote idiotes imbecile twit"
    ).split()
)
_CALLED = re.compile(
    r"(?:\b(?:you|you're|such an?|these|those|that|stupid|fucking|complete|total|bunch of|an?|are|is|"
    r"bande d[e']|espece d[e']|gros|grosse|maudits?|"
    r"maudite|mon|ma|un vrai|une vraie|t'es|c'est|est|sont|quel|quelle|un|une|ces|tous des|sale|vieux|"
    r"pauvre|d'|des)) ?\Z"
)
_STRONGLY_CALLED = re.compile(
    r"(?:\b(?:bande d[e']|espece d[e']|gros|grosse|maudits?|maudite|un vrai|une vraie|t'es|pauvre|"
    r"tous des|sale|vieux|quel|quelle|you|you're|those|such a|a real|little)) ?\Z"
)
_NEEDS_STRONG = frozenset(
    (
        "epais epaisse cave caves debile debiles cons conne prick pricks tata ordure ordures pourriture "
        "charogne mongol mongole"
    ).split()
)
_OF_ONESELF = re.compile(
    r"\b(?:i(?:'m| am| was| felt| feel)(?: like)?|je (?:suis|me sen(?:s|tais))|j'etais|j'ai ete|me "
    r"sentais)(?: comme)? (?:such )?(?:an?|une?|bien|vraiment)? ?\Z"
)
_THREATS = Phrases(
    {
        "i": (
            rf"(?:'ll|'m going to| will| want to| am going to) (?:kill|hurt|destroy|punch|sue) (?:you|him|her|"
            rf"them|(?:that|the|my|this) (?:doctor|surgeon|nurse|oncologist|man|woman|neighbou?r)){_END}"
        ),
        "go": r" (?:to hell|fuck yourself|kill yourself)\b",
        "fuck screw": r" (?:you|him|her|them|off|that (?:doctor|nurse)|these|those|this (?:hospital|doctor|nurse))\b",
        "je": r" vais (?:le|la|les|te|vous) (?:tuer|frapper|detruire|battre|crisser)\b",
        "mangeux": r" de (?:marde|merde)\b",
        "mange": r" (?:de la |d'la )?(?:marde|merde)\b",
        "va": r" (?:chier|te faire|te crosser)\b",
        "vas": r" chier\b",
        "allez": r" (?:tous )?(?:chier|au diable|vous faire)\b",
        "trou": r"s? de cul\b",
        "fils": r" de pute\b",
        "ta": r" gueule\b",
        "piece pieces": r" of shit\b",
        "deserve deserves": r" to (?:die|get cancer|suffer)\b",
        "merite meritent": r" de (?:mourir|crever|souffrir)\b",
    }
)

_SLURS = frozenset(
    """nigger niggers nigga chinks gook gooks kike kikes spic spics wetback wetbacks paki pakis raghead
    ragheads towelhead towelheads faggot faggots fag fags tranny trannies retard retards retarded squaw
    squaws injun injuns redskin redskins gypsies halfbreed negre negres negresse bougnoule bougnoules youpin
    youpins chinetoque chinetoques bicot bicots tapette tapettes pede pedes fif fifs gouine gouines attarde
    attardee kawish sauvagesse mongolien mongolienne mongoliens rital ritals feuj niakoue niakoues""".split()
)
# « en retard » is late.
_PLAIN_IN_FRENCH = frozenset("retard retards".split())
_GROUPS = (
    r"(?:immigrants?|foreigners|refugees|muslims?|jews|jewish people|blacks|black people|white people|"
    r"arabs?|asians?|chinese|indians|natives|"
    r"indigenous people|gays|gay people|homosexuals|lesbians|trans people|women|men|francophones|"
    r"anglophones|the french|the english|old people|fat people|"
    r"disabled people|immigres|etrangers|refugies|musulmans?|juifs|noirs|arabes|asiatiques|chinois|"
    r"autochtones|indiens|homosexuels|lesbiennes|"
    r"personnes trans|femmes|hommes|anglais|francais|vieux|gros|handicapes|assistes sociaux|bs)"
)
_BAD = (
    r"(?:are|should|don't deserve|do not deserve|must|sont|devraient|ne meritent pas|meritent pas) "
    r"(?:all |tous |toutes |be |etre |not |pas |just |rien que |really ){0,4}"
    r"(?:lazy|dirty|stupid|criminals?|thieves|animals|vermin|parasites?|disgusting|inferior|liars|"
    r"deported|banned|sent (?:back|home)|go back|back of|care|"
    r"treatment|help|a plague|terrorists|paresseux|sales|stupides|criminels|voleurs|animaux|vermine|"
    r"degoutants|inferieurs|menteurs|expulses|renvoyes|"
    r"retourner|profiteurs|des (?:voleurs|parasites|criminels|animaux|profiteurs|terroristes|"
    r"paresseux|menteurs)|soins|d'etre soignes)"
)
_AGAINST_GROUPS = Phrases(
    {
        "all these those the les ces tous": rf" (?:les |these |those |ces |of them )?{_GROUPS} {_BAD}\b",
        (
            "indians indiens mexicans chinese etrangers musulmans juifs noirs immigrants foreigners refugees "
            "muslims jews blacks arabs asians gays women natives immigres"
        ): rf" {_BAD}\b",
        "go": r" back to (?:your|their|where (?:you|they)) (?:own )?(?:country|came? from|come from)\b",
        "retourne retournez retournent": r" (?:donc )?(?:dans|chez) (?:ton|votre|leur|eux|vous|toi)\b(?: pays)?",
        "dirty filthy bloody stupid lazy": (
            r" (?:immigrants?|foreigners?|muslims?|jews?|blacks?|arabs?|indians?|gays?|natives?|mexicans?|"
            r"paddies|frogs?|frenchies)\b"
        ),
        "sale sales maudits maudit": (
            r" (?:immigres?|etrangers?|musulmans?|juifs?|noirs?|arabes?|gays?|indiens?|anglais|negres?|"
            r"francais|chinois)\b"
        ),
    }
)
_STARRED = re.compile(
    r"(?<![\w*@])(?:f[*@#u]{1,2}(?:c?k|[*@#]{1,2})(?:ing|ed|er|s)?|sh[*@#1!]t(?:ty)?|b[*@#1]tch|"
    r"a[*@$]{2}hole|t[*@]b[*@]rn[*@]k|cr[*@#1]sse)(?![\w*])"
)
_SPACED = re.compile(r"(?<!\w)(?:f[ ._-]u[ ._-]c[ ._-]k|s[ ._-]h[ ._-]i[ ._-]t)(?!\w)")


def _sets(table):
    return {language: frozenset(words.split()) for language, words in table.items()}


_ROUGH_WORDS, _ABUSE_WORDS = _sets(_ROUGH), _sets(_ABUSE)
_STRETCHED = re.compile(r"(\w)\1{2,}")


def rough_language(story):
    """Find swearing that insults nobody, with stars or points between its letters too."""
    for word in story.words:
        if _plain_form(word.text) in _ROUGH_WORDS[story.language] - _ALSO_PLAIN:
            yield Hit(word.start, word.end)
    for table in (_AS_OATHS, _ROUGH_PHRASES):
        for phrase in table.find(story):
            yield Hit(phrase.start, phrase.end)
    for pattern in (_STARRED, _SPACED):
        for found in pattern.finditer(story.lower):
            if re.search(r"[^a-z]", found[0]):
                yield Hit(found.start(), found.end())


def _plain_form(word):
    return _STRETCHED.sub(r"\1", word) if len(word) > 4 else word


def abuse(story):
    """Find insults and threats."""
    for word in story.words:
        if word.text in _ABUSE_WORDS[story.language] and _is_an_insult(story, word):
            yield Hit(word.start, word.end)
    for phrase in _THREATS.find(story):
        yield Hit(phrase.start, phrase.end)


def _is_an_insult(story, word):
    if word.text not in _ALSO_PLAIN_ABUSE:
        return True
    before = story.lower[max(0, word.start - 24) : word.start]
    if _OF_ONESELF.search(before):
        return False
    called = _STRONGLY_CALLED if word.text in _NEEDS_STRONG else _CALLED
    return bool(called.search(before))


def discrimination(story):
    """Find slurs, and sentences that put down a group of people."""
    for word in story.words:
        if word.text in _SLURS and not (story.language == "fr" and word.text in _PLAIN_IN_FRENCH):
            yield Hit(word.start, word.end)
    for phrase in _AGAINST_GROUPS.find(story):
        yield Hit(phrase.start, phrase.end)
