from .addresses import Address, Withdrawal
from .generation import Generation
from .guards import Frozen
from .history import HistoryEntry
from .languages import Language
from .parts import OtherName, Source, VersionPart
from .versions import Page, Version
from .workflow import MoveRefused, Stage, State

__all__ = [
    "Address",
    "Frozen",
    "Generation",
    "HistoryEntry",
    "Language",
    "MoveRefused",
    "OtherName",
    "Page",
    "Source",
    "Stage",
    "State",
    "Version",
    "VersionPart",
    "Withdrawal",
]
