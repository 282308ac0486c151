"""Reads the address of a contact from the environment. Known before the settings are, so it knows nothing of them."""

from django.core.exceptions import ImproperlyConfigured

KNOWN = ("mailto:", "https://", "tel:")


def contact_address(written: str) -> str:
    """Return a contact as a URI: an e-mail address becomes mailto:. Raises ImproperlyConfigured for anything else."""
    contact = written.strip()
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    if contact and (not contact.startswith(KNOWN) or len(contact.split()) > 1):
        raise ImproperlyConfigured(
            "SECURITY_CONTACT is neither an e-mail address nor an address that starts with https:// or tel:."
        )
    return contact
