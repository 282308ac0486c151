"""Words that say nothing about what is looked for. Pure: a table."""

_ENGLISH = """
a about am an and any are as at be been but by can could did do does for from get had has have how i if in into is
it its me my of on or our should so than that the their them then there these they this those to was we were what
when where which who why will with would you your
during find looking mean meaning means need please someone want
"""
_FRENCH = """
a ai au aux avec ce ces cet cette comment dans de des dois doit donc du elle elles en est et etre eu il ils j je l
la le les leur leurs lors lui ma mais me mes mon ne nos notre nous on ont ou par pas peut peux pour pourquoi qu
quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sur ta te tes ton tu un une vos votre vous y
besoin cherche cherchons pendant quelqu signifie trouve trouver veut veux voudrais
"""

# Folded. "all" is no small word: it is a leukemia. A question of nothing but small words keeps them.
SMALL_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
