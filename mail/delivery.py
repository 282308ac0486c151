"""Sends the letters that are due. Any number of workers may do so at once, and any may be killed at any moment.

A letter is taken by a lease in the database, handed to the mail server outside any transaction, then noted as
delivered. Who is killed before the last step leaves a letter that is sent once more, under the same Message-ID.
"""

import json
import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from .composing import blocks_of
from .models import Letter

logger = logging.getLogger(__name__)

BATCH = 50
# One letter can make a server hang up. When it does so on the next one too, it is the server.
MOST_BROKEN_CONNECTIONS = 2
SERVICE_NOT_AVAILABLE = 421
# Long enough to see it at the desk and try again.
UNDELIVERABLE_IS_KEPT = timedelta(days=30)


class OutOfReach(Exception):
    """The mail server could not be reached, or would not talk: this says nothing about any letter."""


def deliver(*, now=None):
    """Try the letters that are due, over one connection, and stop when the server is out of reach.

    The one letter that found this out counts an attempt; those behind it lose none.
    """
    server = get_connection()
    broken_in_a_row = 0
    try:
        for letter in Letter.objects.due(now=now or timezone.now()).defer("content")[:BATCH]:
            if not letter.lease(now=now or timezone.now()):
                continue
            problem = send(letter, server=server)
            note(letter, problem, now=now or timezone.now())
            broken_in_a_row = broken_in_a_row + 1 if is_broken_connection(problem) else 0
            if isinstance(problem, OutOfReach) or broken_in_a_row == MOST_BROKEN_CONNECTIONS:
                return
    finally:
        hang_up(server)


def send(letter, *, server):
    """Hand a letter to the mail server and return what went wrong, or None. Nothing here may hold up other letters."""
    try:
        message = message_of(letter)
        open_connection(server)
        server.send_messages([message])
    except Exception as problem:
        # The next letter starts afresh: nobody knows what this one left behind.
        hang_up(server)
        return problem
    return None


def open_connection(server):
    try:
        server.open()
    except Exception as error:
        # Each backend raises errors of its own.
        raise OutOfReach from error


def hang_up(server):
    with suppress(OSError):
        server.close()


def message_of(letter):
    content = json.loads(letter.content)
    message = EmailMultiAlternatives(
        subject=content["subject"],
        body=content["text"],
        to=[content["to"]],
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.written_at),
            "Content-Language": letter.language,
            # No holiday notice answers a machine.
            "Auto-Submitted": "auto-generated",
        },
    )
    html = {"language": letter.language, "subject": content["subject"], "blocks": blocks_of(content["text"])}
    message.attach_alternative(render_to_string("mail/letter.html", html), "text/html")
    return message


def note(letter, problem, *, now):
    if problem is None:
        return letter.mark_delivered(now=now)
    name = name_of(problem)
    logger.warning("Letter %s was not delivered at attempt %s: %s.", letter.pk, letter.attempts, name)
    letter.mark_failed(name, now=now)


def name_of(problem):
    """Return the class of an error and the server's number: its words would repeat the address."""
    if isinstance(problem, OutOfReach):
        return f"Server out of reach: {name_of(problem.__cause__)}"
    return " ".join([type(problem).__name__, *map(str, codes_of(problem))])


def codes_of(problem):
    if isinstance(problem, smtplib.SMTPResponseException):
        return [problem.smtp_code]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _words in problem.recipients.values()})
    return []


def is_broken_connection(problem):
    if isinstance(problem, smtplib.SMTPServerDisconnected) or SERVICE_NOT_AVAILABLE in codes_of(problem):
        return True
    return isinstance(problem, OSError) and not isinstance(problem, smtplib.SMTPException)


def forget_undeliverable(*, now=None):
    """Blank the letters that were given up long ago: nobody will send them, and they name people."""
    now = now or timezone.now()
    Letter.objects.given_up().filter(given_up_at__lt=now - UNDELIVERABLE_IS_KEPT).forget(now=now)
