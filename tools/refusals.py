"""A refusal: the one sentence that a person reads when a tool cannot go on, in place of a traceback.

This module must be readable by old versions of Python, which is how they get to say that they are too old.
"""

import errno
import sys

OLDEST_PYTHON = (3, 11)


class Refusal(Exception):
    """What is wrong and what to do about it, in one sentence."""


def plainly(main):
    """Run a tool's main function and return its exit code; whatever goes wrong on the way is said in one sentence."""
    try:
        check_python(sys.version_info)
        return main()
    except Refusal as refusal:
        return say(refusal)
    except OSError as error:
        return say(sentence_for(error))
    except KeyboardInterrupt:
        return 130


def check_python(version):
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise Refusal(
            "Python {}.{} or newer is needed and this is Python {}.{}: name a newer one, as in "
            "`make run PYTHON=python3.11`.".format(*(OLDEST_PYTHON + tuple(version[:2])))
        )


def sentence_for(error):
    if error.errno == errno.ENOSPC:
        return "The disk is full: make room on it, then run the same command again."
    return f"{error.strerror or error}: {error.filename or 'no file is named'}."


def say(sentence):
    sys.stdout.flush()
    print(sentence, file=sys.stderr)
    return 1
