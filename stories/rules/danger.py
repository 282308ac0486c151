"""Words that say that somebody may be in danger now: suicide, self-harm, violence at home.

High recall: a false alarm shows crisis lines to somebody who does not need them, and puts a story on top of the queue.
Sayings ("to die for", « mourir de rire ») and words about ending a treatment are no alarm.
"""

import re

from .finding import Hit
from .phrases import Phrases

_EN_PARTNER = (
    "husband wife partner boyfriend girlfriend ex father mother dad mom son brother stepfather "
    "fiance spouse uncle caregiver roommate"
)
_FR_PARTNER = (
    "mari femme conjoint conjointe chum blonde ex pere mere fils frere beau-pere copain copine "
    "conjointe oncle partenaire"
)
_HITS = (
    "hits|hit|beats|beat|chokes?|choked|strangle[sd]?|punche[sd]|kicks?|kicked|slaps|slapped|shoves|"
    "shoved|threatens|threatened|rapes|raped|abuses|abused|hurts me on purpose|throws things at|"
    "locks|locked"
)
_FRAPPE = (
    "frappe|frappait|a frappee?|bat|battait|a battue?|gifle|etrangle|etranglait|menace|menacait|a "
    "menacee?|cogne|viole|a violee?|violente|brutalise|enferme|pousse contre|tape dessus|maltraite"
)

_SUICIDE = Phrases(
    {
        "kill killing": r" (?:my ?self|myself)\b",
        "suicidal suicidaire suicidaires": r"",
        "suicide": r"(?! (?:gene|inhibitor|inhibition|prevention|hotline|awareness|squad|watch for)s?\b)",
        "suicider suiciderai suiciderais": r"",
        "unalive": r"",
        "end ending ended": r" (?:my life|it all|my own life|everything for good)\b",
        "take taking took": (
            r" (?:my own life|my life|all (?:of )?my (?:pills|meds|medication|morphine)|too many pills|a "
            r"whole bottle)\b"
        ),
        "swallow swallowed swallowing": r" (?:all|the whole|a whole|every)\b[^.!?\n]{0,20}"
        r"(?:pills|bottle|morphine|tablets)\b",
        "want wanted wanting wanna wish wished ready going planning plan rather": (
            r"(?: to)? (?:die|be dead|i (?:was|were) dead|not (?:be )?(?:alive|exist|wake up)|disappear "
            r"forever|i had (?:never woken|not woken|died))\b"
            r"(?! (?:for|laughing|of (?:laughter|embarrassment|shame|boredom|heat|thirst|hunger)|at home|in "
            r"peace|with dignity|peacefully|in my own bed|surrounded|here at home|than))"
        ),
        "don don't dont didn do": (
            r"(?:'?t| not)? (?:want|wanna)(?: to)? (?:live|be (?:here|alive)|exist|go on living|wake up)\b(?! "
            r"(?:in fear|with (?:pain|regrets?|fear|side)|like a patient|in the past|in a|far|alone|at|there))"
        ),
        "no": (
            r" (?:longer want(?:ed)? to (?:live|be (?:here|alive))|reason (?:left )?to (?:live|go on|stay "
            r"alive)|point in living|will to live)\b"
        ),
        "see": (
            r" (?:the |any )?(?:point|reason)s? (?:of|in|to|for) (?:living|live|going on|go on|life|staying "
            r"alive)\b"
        ),
        "about of": r" ending (?:it|things)(?=[.!,\n]|$| all)",
        "nobody noone": r" (?:would|will) (?:miss me|notice if i|care if i)\b",
        "personne": r" (?:ne )?(?:s'ennuierait de moi|s'ennuiera de moi|me regretterait|pleurerait)\b",
        "nothing": r" (?:left )?(?:to|worth) liv(?:e|ing) for\b",
        "better": r" off (?:without me|dead|if i (?:was|were) (?:dead|gone))\b",
        "hurt hurting harm harming cut cutting burn burning": (
            r" my ?self\b(?! (?:shaving|while|when|on a|on the|cooking|lifting|falling|playing|exercising|"
            r"chopping|out|off|some slack|with a (?:kitchen )?knife (?:while|peeling)|again (?:at|playing)|by "
            r"lifting|in the kitchen|gardening))"
        ),
        "self": r"[- ](?:harm|injur)\w*\b",
        "overdose overdosed overdosing od": (
            r"(?! (?:of|on) (?:sugar|chocolate|information|coffee|love|advice|ice cream|cookies|series|tv|"
            r"kindness|netflix))"
        ),
        "jump jumping throw throwing": (
            r"(?: myself)? (?:off (?:the|a) (?:bridge|balcony|roof|building|overpass)|in front of (?:the|a) "
            r"(?:train|bus|truck|subway|car|metro))\b"
        ),
        "hang hanging shoot shooting drown drowning": r" my ?self\b",
        "stockpile stockpiled stockpiling saving saved hoarding hoarded": (
            r" (?:up )?(?:my |the |all my )(?:pills|meds|morphine|medication|sleeping pills|tablets)\b"
        ),
        "goodbye": r" (?:note|letter)s?\b",
        "can": (
            r"(?:'t|not) (?:go on|do this|take (?:it|this)|live like this|keep going)(?: any ?more| any "
            r"longer| like this)\b"
        ),
        "cannot": r" (?:go on|live like this|take (?:it|this))(?: any ?more| any longer| like this)?\b",
        "me": (
            r" (?:suicid\w+|tuer(?! (?:a (?:l'ouvrage|la tache)|au travail))|faire du mal|pendre|tirer une "
            r"balle|jeter (?:en bas|du|devant|dans le fleuve)|couper les veines|mutile\w*|taillad\w+|foutre "
            r"en l'air|faire mal volontairement)\b"
        ),
        "mettre mettrai mis": r" (?:fin a|un terme a) (?:mes jours|ma vie|tout (?:ca|cela))\b",
        "finir": r" (?:avec la vie|avec ma vie|une fois pour toutes|pour de bon)\b",
        "en": (
            r" finir(?: ?[.!,…\n]|$| (?:avec (?:la|ma) vie|pour de bon|une fois pour toutes|ce soir|"
            r"maintenant|au plus vite))"
        ),
        "veux voulais voudrais souhaite envie aimerais prefere prefererais souhaitais": (
            r"(?: juste| seulement| vraiment)?(?: de)? (?:mourir|etre morte?|creve[r]?|disparaitre|ne plus "
            r"(?:etre la|vivre|exister|me reveiller)|(?:plus|pu|pas) (?:vivre|etre la|exister)(?! (?:dans la "
            r"peur|avec)))\b"
            r"(?! (?:d'envie|de (?:rire|faim|soif|honte|peur|chaud|froid|fatigue|vieillesse)|a la maison|chez "
            r"(?:moi|nous|elle|lui)|dans la dignite|en paix|entouree?|dans (?:mon|son) lit|sous terre de gene|"
            r"derriere|dans le plancher))"
        ),
        "plus": (
            r" (?:envie de vivre|le gout de vivre|la force de vivre|de raison de vivre|aucune raison de vivre|"
            r"capable de vivre)\b"
        ),
        "gout": r" de (?:mourir|plus vivre|en finir|me tuer)\b(?! (?:de rire|avec les|avec la chimio))",
        "idees pensees": r" (?:noires|suicidaires|de mort|de suicide)\b",
        "mieux": (
            r" (?:sans moi|si (?:j'etais|je n'etais|j'etais pas) (?:morte?|plus la|la))\b|(?: \w+)? "
            r"(?:morte?s? que vivante?s?)\b"
        ),
        "avaler avale prendre pris": (
            r" (?:toutes? (?:mes|ma|les|la|le)|tout mon|trop de|le flacon|la bouteille)[^.!?\n]{0,12}(?:pilules|"
            r"medicaments|comprimes|flacon|bouteille|morphine|cachets)\b"
        ),
        "surdose": r"(?! (?:de|d') ?(?:sucre|chocolat|information|cafe|amour|travail))",
        "automutilation automutile automutiler": r"",
        "sauter jeter": (
            r" (?:en bas )?(?:du|d'un|devant (?:le|un)) (?:pont|balcon|toit|metro|train|camion|viaduc|"
            r"edifice)\b"
        ),
        "lettre": r" d'adieux?\b",
        "vivre": r" (?:comme ca plus longtemps|ne vaut plus)\b",
        "j": (
            r"'?(?:'en peux|en peux|n'en peux) plus de (?:vivre|la vie|cette vie|exister)\b|'ai (?:pense|"
            r"songe) (?:a|au) (?:mourir|suicide|me tuer|en finir|mettre fin a mes jours)\b(?! avec)"
        ),
        "vaut": r" (?:plus|pas|plus vraiment) la peine (?:de vivre|d'etre vecue)\b",
    }
)
_VIOLENCE = Phrases(
    {
        f"he she {_EN_PARTNER}": (
            rf"(?:,? (?:who|he|still|often|always|sometimes|also|just|then|would|has|had|even|already|started|"
            rf"keeps?|has started)){{0,3}} (?:{_HITS}|hitting|beating|choking|threatening|abusing|throwing "
            rf"things at|strangling|kicking) (?:me|us|my (?:kids?|children|daughter|son|mother))\b(?! (?:that|"
            rf"up with|like a|with (?:the (?:news|truth|bill|results?|facts?)|a (?:smile|question|pillow|"
            rf"snowball))|at (?:cards|chess|scrabble|cribbage|golf|tennis|monopoly|checkers)|on the back|to "
            rf"(?:it|the punch|the door)|in (?:my|the) (?:dreams?|heart)|every time we play|out of (?:my|the) "
            rf"(?:house|bathroom) by))"
        ),
        "afraid scared terrified frightened": (
            rf" (?:of (?:my|him|her)(?: (?:{_EN_PARTNER.replace(' ', '|')}))?(?! (?:cancer|scan|results|death|"
            rf"treatment|body|own|next|chemo|surgery|doctor|losing|dying|illness|diagnosis|future))|(?:to go "
            rf"home|that (?:he|she)(?:'ll| will) (?:kill|hurt)|he(?:'ll| will) (?:kill|hurt)))\b"
        ),
        "won wont": (
            r"(?:'?t) let me (?:leave|go out|see (?:anyone|my \w+|a doctor)|take my (?:pills|"
            r"meds|medication)|go to (?:my )?(?:treatment|treatments|chemo|appointments?))\b"
        ),
        "threatened threatens threatening": r" (?:to (?:kill|hurt|beat|leave me with)|me with a)\b",
        "domestic": r" (?:violence|abuse)\b(?! (?:awareness|shelter where i (?:work|volunteer)))",
        "not": r" safe (?:at home|with (?:him|her)|in (?:my|our) (?:own )?(?:home|house))\b",
        "t": r" feel safe (?:at home|with (?:him|her)|in my)\b|'t safe at home\b",
        "hit hits beat beats punched punches kicked": (
            r" me (?:again|every|last night|in the (?:face|stomach|head)|when (?:he|she)|black and blue|with "
            r"his|with her|so hard)\b(?! (?:wave|one) )(?<!it hit me)(?<!news hit me)"
        ),
        "abusive": r" (?:husband|wife|partner|boyfriend|girlfriend|relationship|marriage|father|mother|home|ex)\b",
        f"she he {_EN_PARTNER}": (
            r" (?:grabbed|grabs|pushed|pushes|pinned|dragged|drags|slammed|slams|threw|throws) me "
            r"(?:by the (?:throat|hair|neck|arm)|down the|against|into|to the (?:floor|ground)|around|across)\b"
        ),
        f"elle il {_FR_PARTNER}": (
            r"(?: [\w']+){1,5} et (?:me|m'a) (?:frappee?|bat|battue?|gifle|menace|etrangle|pousse)\b"
        ),
        f"il elle on {_FR_PARTNER}": (
            r"(?:,? (?:qui|il|elle|ne|souvent|toujours|encore|parfois|deja)){0,3} "
            r"(?:(?:me |m'a |m'|m'avait |nous |nous a |frappe |bat )(?:(?:re)?commence a me |deja |encore |souvent )?"
            rf"(?:{_FRAPPE}|poussee? (?:en bas|contre|dans|par terre)|lance des)|"
            rf"(?:frappe|bat|a frappe|a battu) (?:mes|nos|les) (?:enfants|filles|fils)|(?:a (?:re)?commence|"
            rf"s'est mis|continue|menace) a me (?:frapper|battre|etrangler|menacer|gifler))\b"
            r"(?! (?:aux (?:cartes|echecs|dames)|au (?:scrabble|golf|tennis|ping-pong)|par (?:sa|son) |quand on joue))"
        ),
        "peur": (
            rf" (?:de lui|d'elle|de rentrer (?:chez moi|a la maison)|qu'il me (?:tue|frappe|batte)|(?:de|a) "
            rf"mon (?:{_FR_PARTNER.replace(' ', '|')})|qu'il (?:me )?(?:tue|fasse du mal))(?! et de (?:perdre|"
            rf"le perdre))(?!\w)"
        ),
        "violence violences": r" (?:conjugale|familiale|domestique|a la maison)\b(?! pour laquelle)",
        "menace menaces menacee menacait": r" de (?:me tuer|mort|me frapper|me faire du mal|me battre)\b",
        "empeche empechait": (
            r" (?:de (?:sortir|voir (?:ma famille|mes amis?|un medecin)|prendre mes (?:pilules|medicaments)|"
            r"aller a mes (?:traitements|rendez-vous)))\b"
        ),
        "coups": r" (?:de poing|de pied|sur le corps|de mon (?:mari|conjoint|chum))\b",
        "conjoint mari chum": r" (?:violent|abusif|me fait peur)\b",
        "pas plus": r" en securite (?:chez moi|a la maison|avec lui|chez nous)\b",
    }
)
# « Je ne veux plus vivre »: here the "not" is the danger.
_HOLDS_ITS_NOT = re.compile(r"(?: de)? (?:ne plus|plus|pu|pas|not)\b")
# "I do not want to die": the fear of dying is no wish to.
_NEGATED = re.compile(
    r"(?:\b(?:not|n't|never|without|nobody|no one|stopped|would never|far from|didn't|don't|afraid i|"
    r"prevent\w*|ne|n'|jamais|pas|point|sans|prevention (?:du|de)|"
    r"prevenir le|rather not|non pas|loin d[e'])) (?:once |ever |really |actually |even |at all |"
    r"thought (?:about|of) |thinking (?:about|of) |been |was |am |feel |felt |eu (?:d[e']|l')? ?)*\Z"
)
_SAID_OF_OTHERS = re.compile(
    r"\b(?:my (?:uncle|cousin|grandfather|neighbour|neighbor|father|great-\w+)'s|mon (?:oncle|cousin|"
    r"grand-pere|voisin) s'est) ?\Z"
)
_NOT_NEGATABLE = frozenset(
    "see nobody noone personne don don't dont didn do no nothing can cannot plus not t won wont".split()
)


def danger(story):
    """Find words of danger."""
    for table in (_SUICIDE, _VIOLENCE):
        for phrase in table.find(story):
            if not _is_denied(story, phrase):
                yield Hit(phrase.start, phrase.end)


def _is_denied(story, phrase):
    first = story.lower[phrase.start : phrase.rest.start()]
    if first in _NOT_NEGATABLE or _HOLDS_ITS_NOT.match(phrase.rest[0]):
        return False
    before = story.lower[max(0, phrase.start - 50) : phrase.start]
    return bool(_NEGATED.search(before) or _SAID_OF_OTHERS.search(before))
