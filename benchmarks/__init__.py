"""Measures speed on generated minutes: `python -m benchmarks.build`. Nothing here is a test."""
