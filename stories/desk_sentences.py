"""What the desk says of each move: what it does, before it is made; what happened, after."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "claim": gettext_lazy("You have taken it on for 24 hours."),
    "release": gettext_lazy("It is back in the queue."),
    "approve": gettext_lazy("Approved. It is on the site, and the author gets a letter."),
    "ask": gettext_lazy("The author is asked to agree, by letter."),
    "return": gettext_lazy("Returned to the author, with your reasons."),
    "refuse": gettext_lazy("Refused. The author gets a letter with your reasons."),
    "take_down": gettext_lazy("It is off the site. The author gets a letter with your reasons."),
    "refuse_photo": gettext_lazy("The photo is not shown. The author gets a letter with your reasons."),
    "write": gettext_lazy("Your message is on its way to the author."),
    "settle": gettext_lazy("The message is settled without an answer."),
    "replace_link": gettext_lazy("The old link opens nothing any more. A new one is on its way to the author."),
    "withdraw": gettext_lazy("Withdrawn: nothing of it is on the site."),
    "erase": gettext_lazy("Erased. Nothing of its words, its photo and its address is left."),
}

# What each does, said before it is done.
EXPLANATIONS = {
    "approve": gettext_lazy("Exactly the text that you had before you goes on the site now."),
    "ask": gettext_lazy("The author sees what was changed, and says yes, no, or changes it."),
    "return": gettext_lazy("The author can change the story and send it again."),
    "refuse": gettext_lazy(
        "The story does not appear. 30 days later it is erased. The author can change it until then."
    ),
    "take_down": gettext_lazy("Nobody sees it from now on. The author can change it and send it again."),
    "refuse_photo": gettext_lazy("The photo is never shown. The text goes its own way."),
    "write": gettext_lazy("The author can answer on their own page."),
    "replace_link": gettext_lazy(
        "Use this when the author lost the letter, or somebody else has it. The new link goes to the address that is "
        "kept."
    ),
    "withdraw": gettext_lazy("It leaves the site at once, with its quote and its photo, and waits to be erased."),
    "erase": gettext_lazy(
        "Its words, photo, messages and address are destroyed. What stays: its number, dates, who did what, and which "
        "consents there were. Nobody can undo this."
    ),
}
