from .consents import Consent
from .contacts import Contact, Viewing
from .events import Event
from .messages import Message
from .originals import Original
from .photos import Photo
from .reports import Report
from .story import Story
from .texts import Text

__all__ = [
    "Consent",
    "Contact",
    "Event",
    "Message",
    "Original",
    "Photo",
    "Report",
    "Story",
    "Text",
    "Viewing",
]
