"""Addresses as other machines need them. They come from a setting and never from a request's Host header."""

from django.conf import settings


def absolute(path):
    return f"{settings.SITE_ADDRESS}{path}"
