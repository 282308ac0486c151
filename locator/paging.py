"""Lists of many thousand records at the desk: nothing counts them all, and every order is one that an index keeps."""

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED = 1000


class CappedPaginator(Paginator):
    """Counts to 1,000 and no further. Who looks for something beyond narrows the list instead of leafing through it."""

    @cached_property
    def counted(self):
        if not hasattr(self.object_list, "order_by"):
            return len(self.object_list)
        return self.object_list.order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self):
        return min(self.counted, COUNTED)

    @property
    def has_more(self):
        """Whether there are more than are counted."""
        return self.counted > COUNTED


class RecordList(ChangeList):
    """Orders by the columns that an index holds, all in the same direction."""

    @property
    def has_more(self):
        return self.paginator.has_more

    def get_ordering(self, request, queryset):
        ordering = super().get_ordering(request, queryset)
        return self.model_admin.orders.get(ordering[0], ordering) if ordering else ordering
