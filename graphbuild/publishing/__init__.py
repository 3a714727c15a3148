"""Turns a store into linked data on disk: pages that need no server, facts, dumps, descriptions.

`site` writes it all; `pages` and `lists` render templates, which walk `things` (by `lookup`, with the
filters of `walks`); `facts`, `dumps` and `void` write RDF; `addresses` says where each thing stands,
and `folder` keeps us inside of ours.
"""

from graphbuild.publishing.catalogue import Publisher
from graphbuild.publishing.site import Published, publish

__all__ = ["Published", "Publisher", "publish"]
