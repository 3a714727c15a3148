# A first notebook: in VS Code, Spyder, or Jupyter with jupytext each `# %%` is a cell.
# It reads the store that `govgraph demo` builds. The tests run it.

# %% [markdown]
# # Who decides in Norrdal?
# Every fact has the sentence it was read from. What the minutes do not state is empty, and does not mean no.

# %%
import graphbuild

graph = graphbuild.open("demo/govgraph.store")
print(graph)

# %% [markdown]
# ## Questions
# `graph.questions()` lists them. An answer is rows; `to_pandas()` and `to_polars()` make data frames.

# %%
decisions = graph.ask("decisions", since="2025", until="2025-12").to_pandas()
print(decisions.groupby(["body", "type"]).size().unstack(fill_value=0))

# %%
open_assignments = graph.ask("assignments", status="open")
for row in open_assignments[:3]:
    print(row["date"], row["assignee"], "–", row["assignment"])

# %% [markdown]
# ## Is it so? The sentence behind a decision

# %%
fact = decisions.iloc[0]["decision_iri"]
for row in graph.ask("evidence", fact=fact):
    print(f"“{row['quote']}”", row["source"], row["start"], row["end"])

# %% [markdown]
# ## A network, measured by networkx
# Nodes are IRIs with a label, a kind, an organisation, and the days of their first and last meeting.

# %%
together = graph.network("co-attendance", measures=True)
brokers = sorted(together.nodes(data=True), key=lambda node: -node[1]["brokerage"])
for _, person in brokers[:3]:
    print(person["label"], person.get("organisation"), person["brokerage"], person["community"])

# %% [markdown]
# ## How it changes

# %%
for name, part in graph.network("people-bodies", slice="half-year").items():
    print(name, len(part), "people and bodies,", part.number_of_edges(), "ties")

# %% [markdown]
# ## Anything else is SPARQL

# %%
votes = graph.select("""
    SELECT ?day ?item ?for ?against WHERE {
      ?vote a gov:Vote ; gov:item ?of ; gov:votesFor ?for ; gov:votesAgainst ?against .
      ?of dcterms:title ?item ; gov:meeting/schema:startDate ?day
    } ORDER BY ?day ?item ?for
""").to_polars()
print(votes.filter((votes["for"] - votes["against"]).abs() == 1))

# %%
graph.close()
