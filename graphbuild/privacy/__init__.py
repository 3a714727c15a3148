"""Takes out of texts what must not be spread: numbers, private addresses, forgotten people.

`identifiers` finds numbers and addresses, `addresses` says which addresses are official, `withholding` masks
a document at the door of the store. `forgotten` keeps the list of people to forget, without their names;
`names` says what forms a name takes, `redaction` takes a document's forgotten people out of all it says.
What is masked keeps its length, so that all places in the text stay what they are.
"""
