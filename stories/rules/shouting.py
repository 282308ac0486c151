"""Words all in capitals, and the same words in ordinary letters."""

import re

from .finding import Hit
from .name_lists import FIRST_NAMES, SURNAMES
from .story_text import StoryText

# A single capital letter (I, A, À) joins words in capitals but does not shout.
_RUN = re.compile(
    r"(?<![\w-])[A-Z][A-Z'-]{0,30}(?:[ ,]{1,2}[A-Z][A-Z'-]{0,30})*(?![\w-])|(?<![\w-])[A-Z][A-Z'-]{1,30}(?![\w-])"
)
_WORD = re.compile(r"[A-Z]+(?:'[A-Z]+)?")
_ORIGINAL_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
FEWEST_IN_A_RUN = 3
# One word for emphasis is no shouting; this many in a story are.
MANY_SINGLE_WORDS = 5
SHORTEST_SINGLE_WORD = 4

ACRONYMS = frozenset(
    """MRI IRM CT CAT PET TEP TDM ECG EKG EEG CBC WBC RBC HGB FSC GB GR PSA APS CEA ACE CA AFP HCG LDH ALT AST GFR
    HER BRCA EGFR ALK ROS KRAS NRAS BRAF PD PDL FGFR MSI MMR DNA RNA ADN ARN HPV VPH HIV VIH EBV CMV ER ED ICU USI
    OR IV IM SC PO PICC PORT GP MD RN NP LPN PSW OT PT ENT ORL GI OB GYN CLSC CHU CHUM CHUS CHUQ CUSM MUHC IUCPQ
    CISSS CIUSSS CHSLD UHN CHEO RAMQ OHIP MSP MCP PHN NAM NAS SIN AML LMA ALL LAL CLL LLC CML LMC MDS SMD MPN NHL
    LNH DLBCL LDGCB MM MGUS GIST NET TNE DCIS CCIS LCIS TNBC CNTN NSCLC CPNPC SCLC CPPC RCC HCC CHC GBM BCC SCC
    FOLFOX FOLFIRI FOLFIRINOX CHOP RCHOP ABVD BEACOPP BEP AC TC TCH FEC CMF FLOT XELOX CAPOX MVAC ICE BCG CAR TIL
    IMRT SBRT VMAT HIPEC TURBT RTUV LLETZ LEEP BMT SCT GVHD HSCT GMH CSF TENS PEG TPN NPO PCA COPD MPOC GERD RGO
    IBS UTI DVT TVP PE EP MRSA SARM COVID PTSD TSPT OCD TOC ADHD TDAH CBT TCC DNR NPR MAID AMM ECOG TNM AJCC FIGO
    LGBTQ LGBT USA US UK EU UN ON QC BC CB AB SK MB NB NS IPE NL TN YT NT NU CN TTC STM GO VIA CBC RCMP GRC OPP SQ
    CRA ARC RRQ CPP RPC EI AE RRSP REER ID PIN PDF DVD CD TV GPS USB SMS FAQ DIY FYI OK ASAP RSVP AM PM BP HR BMI
    IMC NSAID AINS GCSF PARP CDK VEGF SSRI ISRS NB PS AKA RIP CEGEP UQAM UBC MIT NHL LNH NFL CFL MLB GPA LTD STD
    PSMA PRRT LHRH GNRH HRT THS CAT ASCO NCI CCS SCC FQC IFT""".split()
)
# These are words as well: inside a shouted sentence they are meant as such.
_ALSO_WORDS = frozenset(
    "ALL ON OR US CAT PET ICE PORT AM CAR CHOP MAID GIST PS AC TON ID HR PIN PEG MM AIDS CAP CPP".split()
)
_ALWAYS_CAPITAL = frozenset("I I'M I'LL I'VE I'D".split())


def shouting(story):
    """Find three or more words in a row in capitals, with the same in ordinary letters as proposal; and single words
    of four letters and more when a story holds five of them. Acronyms of medicine and daily life pass."""
    singles = []
    for run in _RUN.finditer(story.text):
        words = _WORD.findall(run[0])
        loud = [word for word in words if len(word) > 1 and word not in ACRONYMS]
        if len([word for word in words if len(word) > 1]) >= FEWEST_IN_A_RUN and len(loud) >= 2:
            yield _quietened(story, run.start(), run.end())
        else:
            singles += [(run, word) for word in loud if len(word) >= SHORTEST_SINGLE_WORD]
    if len(singles) >= MANY_SINGLE_WORDS:
        for run in dict.fromkeys(run for run, _word in singles):
            yield _quietened(story, run.start(), run.end())


def _quietened(story, start, end):
    end = start + len(story.text[start:end].rstrip(" ,'-"))
    first, last = story.place(start, end)
    quiet = _ORIGINAL_WORD.sub(lambda word: _quiet_word(word[0], story.language), story.original[first:last])
    if story.begins_a_sentence(start):
        quiet = quiet[0].upper() + quiet[1:]
    return Hit(start, end, quiet)


def _quiet_word(word, language):
    plain = StoryText(word, language).text
    if plain in ACRONYMS - _ALSO_WORDS:
        return word
    if language == "en" and plain in _ALWAYS_CAPITAL:
        return word[0] + word[1:].lower()
    if plain.lower() in FIRST_NAMES or plain.lower() in SURNAMES:
        return word.capitalize()
    return word.lower()
