from .addresses import Address, Withdrawal
from .generation import Generation
from .guards import Frozen
from .history import HistoryEntry
from .languages import Language
from .parts import OtherName, Source, VersionPart
from .senders import DailySalt, SenderTally
from .versions import Page, Version
from .workflow import MoveRefused, Stage, State

__all__ = [
    "Address",
    "DailySalt",
    "Frozen",
    "Generation",
    "HistoryEntry",
    "Language",
    "MoveRefused",
    "OtherName",
    "Page",
    "SenderTally",
    "Source",
    "Stage",
    "State",
    "Version",
    "VersionPart",
    "Withdrawal",
]
