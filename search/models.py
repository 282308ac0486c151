from .documents import Document, Kind, NameStart
from .guidance import BestBet, Synonym
from .misses import Miss

__all__ = ["BestBet", "Document", "Kind", "Miss", "NameStart", "Synonym"]
