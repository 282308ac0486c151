from django.contrib import admin

from .answer_admin import AnswerAdmin
from .answers import Answer
from .reading_admin import ReadingAdmin
from .readings import Reading

admin.site.register(Answer, AnswerAdmin)
admin.site.register(Reading, ReadingAdmin)
