"""Turns whom documents saw into who is who: profiles, pairs of them, and the groups that are one person.

```
Seen of a body's documents ─profiles─► Profile, BodyProfile ─pairs─► Pair (joined by a rule, or a candidate)
                                                          judgements ─┴─groups─► who is one
```

Every step is a function of its values alone, and a pair depends only on the two bodies that it lies in.
So it does not matter in which order documents come, and a changed document is worth the work of its body.

What joins without a person's judgement is never a name alone: see `pairs`. Two surnames are never joined
by a rule. What may be the same, and is not certain, is a candidate with a score and its reasons.
"""
