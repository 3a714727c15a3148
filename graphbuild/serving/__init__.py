"""Turns a store into a server: pages, facts, SPARQL, graphs and named questions over HTTP, to read only.

`server` runs `application`, which turns requests (`requests`) into tasks; `house` keeps the workers (`pool`)
on a copy of the store, and `keeping` what they answered. A `worker` is a process that answers (`answering`)
tasks (`tasks`): queries and graphs (`results`), pages (`site`), in the form that `negotiation` chooses.
`description` says what there is.
"""
