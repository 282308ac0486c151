from django.contrib import admin

# These two register their own.
from . import exchange_admin, suggest_admin  # noqa: F401
from .category_admin import CategoryAdmin
from .location_admin import LocationAdmin, OrganizationAdmin
from .models import Category, Location, Organization, Service, ServiceAtLocation, UnmetNeed
from .service_admin import PlaceAdmin, ServiceAdmin
from .unmet_admin import UnmetNeedAdmin

admin.site.register(Service, ServiceAdmin)
admin.site.register(Location, LocationAdmin)
admin.site.register(Organization, OrganizationAdmin)
admin.site.register(Category, CategoryAdmin)
admin.site.register(ServiceAtLocation, PlaceAdmin)
admin.site.register(UnmetNeed, UnmetNeedAdmin)
