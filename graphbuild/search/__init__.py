"""A store's items, decisions, assignments and running text into what a search finds in them.

`passages` cuts one document into what is found, `index` keeps the words of passages in a file beside the
store, `keeping` holds it in step with the store, `question` reads what people search for, `finding` answers.
"""
