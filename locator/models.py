from .categories import Category
from .details import Closure, Phone, Schedule, SpokenLanguage
from .import_runs import ImportRun
from .kept_rows import KeptRow
from .locations import AccessFeature, Address, Location
from .organizations import Organization
from .services import Service, ServiceArea, ServiceAtLocation, ServiceCancer, ServiceCategory
from .spots import Spot
from .suggestions import SuggestedChange, Suggestion
from .unmet import UnmetNeed

__all__ = [
    "AccessFeature",
    "Address",
    "Category",
    "Closure",
    "ImportRun",
    "KeptRow",
    "Location",
    "Organization",
    "Phone",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCancer",
    "ServiceCategory",
    "SpokenLanguage",
    "Spot",
    "SuggestedChange",
    "Suggestion",
    "UnmetNeed",
]
