"""govgraph: the minutes of governance bodies as a knowledge graph of who decided what."""

__version__ = "0.1.0"
