"""Promotion of a cure or product, and advertising."""

import re

from .finding import Hit
from .phrases import Phrases

_CANCERS = (
    r"(?:(?:any |all |every |your |my |his |her |stage (?:4|iv|four) |types of |kinds of |breast |"
    r"lung |prostate |colon |skin |terminal ){0,3}(?:cancers?|tumou?rs?|leuk(?:a)?emia|melanoma|"
    r"lymphoma))"
)
_FRENCH_CANCERS = (
    r"(?:(?:le |la |les |mon |ton |votre |son |tous |tout |n'importe quel |types de |cellules "
    r"){0,3}(?:cancers?|cancereuses|tumeurs?|leucemie|melanome|lymphome))"
)
_CURES = Phrases(
    {
        "cures cure cured curing heals heal healed reverses reversed dissolves destroys": rf" {_CANCERS}(?!\w)",
        "kills kill": r" (?:the |all |off )?(?:cancer cells|cancer|tumou?rs?|tumou?r cells)(?!\w)",
        "miracle natural secret guaranteed proven hidden": r" (?:cancer )?(?:cure|remedy|treatment for cancer)s?(?!\w)",
        "cancer": r"-free in (?:just |only |under )?(?:\d+|two|three|four|five|six|eight|ten) (?:days|weeks|months)\b",
        "big": (
            r" pharma(?: \w+){0,4} (?:hid(?:es|ing|e)|doesn't|don't|does not|lies|lying|afraid|keeps?|won't|"
            r"wants)\b"
        ),
        "instead": r" of (?:chemo|chemotherapy|radiation|surgery)(?:,| (?:take|drink|use|try))\b",
        "stop refuse skip quit": (
            r" (?:your |the |all )?(?:chemo|chemotherapy|radiation|medication|treatments?) and (?:take|drink|"
            r"use|try|switch|start|buy)\b"
        ),
        "guerit guerissent guerir gueri detruit detruisent elimine eliminent": rf" {_FRENCH_CANCERS}(?!\w)",
        "tue tuent": r" (?:le cancer|les cellules cancereuses|les tumeurs|la tumeur|le cancer)(?!\w)",
        "remede cure traitement": r" (?:miracle|miraculeux|secret|naturel garanti|garantie?)\b",
        "gueri": (
            r" (?:du|de mon|de la|de ma|de son) (?:cancer|tumeur|leucemie) (?:grace (?:a|au|aux) )(?:\w+ "
            r"){0,3}(?:jus|tisane|huile|poudre|supplement|produit|diete|regime|champignons?|curcuma|"
            r"venin)s?\b"
        ),
        "arretez arrete laissez cessez refusez": (
            r" (?:votre |vos |la |ta |tes |le |les )(?:chimio|chimiotherapie|radiotherapie|traitements?|"
            r"medicaments?) et (?:prenez|buvez|essayez|prends|bois|essaie|commencez)\b"
        ),
        "pharmaceutiques pharma": r"(?: \w+){0,3} (?:cachent?|nous cachent?|mentent|veulent pas|ne veulent pas)\b",
    }
)
_NEGATED = re.compile(
    r"\b(?:no|not|n't|never|nothing|cannot|can't|hope|hoping|may|might|could|one day|if|wish|whether|"
    r"nobody|trying|try to|research\w*|scientists|learn\w*|find|found|aucun\w*|ne|n'|pas|jamais|rien|"
    r"espere|espoir|peut-etre|pourrait|un jour|si|chercheurs?|recherche|essaie|essayer)\b[^.!?\n]{0,40}\Z"
)
# What a doctor gives may be said to kill cancer cells.
_TREATMENT_BEFORE = re.compile(
    r"\b(?:chemo\w*|radiation|radiotherap\w*|immunotherap\w*|surgery|surgeon|treatments?|drugs?|"
    r"medicine|medication|doctors?|infusion|interferon\w*|t[- ]cells|"
    r"immune system|transplant|rays|drip|interleukin\w*|chimio\w*|traitements?|rayons|medicaments?|"
    r"chirurgi\w+|medecins?|equipe|greffe|lymphocytes|systeme immunitaire|perfusion|"
    r"curie\w*)\b[^.!?\n]{0,50}\Z"
)
_PRODUCTS = Phrases(
    {
        (
            "oil oils tea juice herb herbs mushroom mushrooms powder soda diet vitamins cannabis turmeric "
            "supplement supplements"
        ): (
            r"(?: \w+){0,3} (?:shrinks?|shrank|cures?|cured|heals?|healed|beats?|reverses?) "
            r"(?:me\b|(?:my |the |any |your |his |her )?(?:cancer|tumou?rs?)\b)"
        ),
        "cured healed": r" me in (?:just |only |under )?(?:\d+|two|three|four|five|six|ten) (?:days|weeks|months)\b",
        "hide hides hiding": r" (?:the|this|a) (?:real |true )?(?:cure|truth|remedy)\b",
        (
            "curcuma bicarbonate huile huiles jus tisane tisanes champignon champignons poudre cannabis "
            "regime vitamines supplement"
        ): (
            r"(?: [\w']+){0,4} (?:guerit|m'a guerie?|l'a guerie?|a gueri|fait (?:disparaitre|fondre)|tue|"
            r"elimine|soigne) "
            r"(?:du |le |la |les |de |mon |ma |des )?(?:cancers?|tumeurs?)\b"
        ),
        "cachent cache": r" (?:le vrai|la verite|le remede|un remede|le traitement)(?: remede)?\b",
        "essential": r" oils? (?:that )?(?:cured|healed|kills?|fights?|saved)\b",
        "dm message inbox text contact write": (
            r" me (?:for|if you want|to (?:buy|order|learn (?:more )?about|get)|and i'll (?:send|tell))\b"
        ),
        "ecris ecrivez contacte contactez": r"(?:-| )?(?:moi|m'en prive|nous)(?: en prive)? (?:pour|si tu|si vous)\b",
        "become": r" (?:a )?(?:distributor|member of my team|an? (?:consultant|ambassador|reseller))\b",
        "join": r" (?:my|our) (?:team|downline|group of distributors|business)\b",
        "devenez deviens": (
            r" (?:distributeur|distributrice|membre de mon equipe|conseiller|conseillere|ambassadeur|"
            r"ambassadrice|revendeur)\w*\b"
        ),
        "joignez rejoignez": r"(?:-vous a)? (?:mon|notre) equipe\b(?: de vente)?",
        "i": (
            r" (?:sell|am selling|now sell|distribute)"
            r" (?:this|these|them|essential|supplements?|oils?|herbal|herbs|natural|(?:my |our )?products)\b"
        ),
        "je": r" (?:vends|distribue) (?:ce|ces|cette|des (?:huiles|produits|supplements)|mes (?:huiles|produits))\b",
        "100": r" ?%(?: \w+)? (?:guaranteed|natural cure|garantie?|efficace|success)\b",
        "money": r"[- ]back guarantee\b",
        "satisfait satisfaite satisfaction": r" (?:ou rembourse|garantie)\w*\b",
    }
)
_ADVERTISING = Phrases(
    {
        "buy order purchase": (
            r"(?: it| them| yours| one| this| now| online)? (?:at|from|on|through)"
            r"(?: (?:(?:my|our|the|this) (?:link|page|site|website|shop|store|team)|amazon|etsy)\b|(?= (?:www|https?)))"
        ),
        "order get buy": r" yours (?:at|from|now|today|here|on)\b",
        "vente": r" (?:sur|dans) (?:ma|mon|notre) (?:page|site|boutique)\b",
        "rabais": r" de \d{1,2} ?%",
        "le my the": r" code [a-z]{3,12}\d{1,4}\b",
        "order buy shop": r" (?:now|today)(?: \w+)?(?: ?[!.]|$)",
        "discount promo promotion coupon referral": r" codes?\b(?:[ :]{1,3}[a-z]*\d\w{0,12})?",
        "use": r" (?:my |the )?code [a-z]*\d\w{0,12}",
        "special limited": r" (?:offer|price|deal|time offer)s?\b",
        "free": r" (?:shipping|delivery|consultation)\b",
        "link": r" in (?:my )?(?:bio|profile)\b",
        "lien": r" dans (?:ma|la) bio\b",
        "visit check see": (
            r"(?: out)? (?:my|our) (?:website|web site|store|shop|online store|page|blog|channel|etsy)\b"
        ),
        "visitez consultez allez voyez": (
            r"(?: sur| voir)? (?:mon|ma|notre|nos|mes) (?:site|boutique|page|blogue|chaine|magasin)\b"
        ),
        "follow subscribe": (
            r" (?:(?:me|us) on (?:instagram|facebook|tiktok|twitter|youtube|x|my)|(?:to )?(?:my|our) (?:page|"
            r"channel|blog|account))\b"
        ),
        "suivez abonnez": r"(?:-| )(?:moi|nous|vous a ma|vous a notre)(?: sur)?\b",
        "my our": (
            r" (?:new )?(?:book|e-?book|program|course|coaching|product line) is (?:now )?(?:available|on "
            r"sale|out now|for sale)\b"
        ),
        "mon ma notre": (
            r" (?:nouveau |nouvelle )?(?:livre|programme|formation|gamme de produits|recueil) est "
            r"(?:maintenant )?(?:en vente|disponible|offerte?)\b"
        ),
        "code": r"s? (?:promo|promotionnel|rabais|de rabais|de reduction)\b(?:[ :]{1,3}[a-z]*\d\w{0,12})?",
        "utilisez utilise entrez": r" (?:mon |le )?code [a-z]*\d\w{0,12}",
        "offre": r" (?:speciale|limitee|d'une duree limitee|exclusive)\b",
        "livraison": r" gratuite\b",
        "achetez commandez procurez": (
            r"(?:-(?:le|la|les|vous))?(?: \w+){0,3} (?:sur (?:ma|mon|notre|amazon|le site)|en ligne|"
            r"maintenant|chez nous|des aujourd'hui)\b"
        ),
        "gofundme sociofinancement kickstarter": r"",
        "donate donations give": r" (?:to|through|at)"
        r" (?:my|our) (?:\w+ )?(?:page|campaign|fundraiser|gofundme|fund|paypal)\b",
        "donnez faites contribuez": r"(?: un don)?"
        r" (?:a|sur|pour) (?:ma|notre|mon|la) (?:page|campagne|collecte|cagnotte)\b",
        "for": r" sale (?:at|on|here|through|from)\b",
        "50 40 30 25 20 15 10": r" ?% (?:off|de rabais|de reduction|discount)\b",
    }
)


def promotion(story):
    """Find claims that something cures cancer, and sales of products for health."""
    for phrase in _CURES.find(story):
        if not _is_harmless(story, phrase):
            yield Hit(phrase.start, phrase.end)
    for phrase in _PRODUCTS.find(story):
        yield Hit(phrase.start, phrase.end)


def _is_harmless(story, phrase):
    before = story.lower[max(0, phrase.start - 70) : phrase.start]
    return bool(_NEGATED.search(before) or _TREATMENT_BEFORE.search(before))


def advertising(story):
    """Find offers, prices, codes, and calls to visit, follow or give."""
    for phrase in _ADVERTISING.find(story):
        yield Hit(phrase.start, phrase.end)
