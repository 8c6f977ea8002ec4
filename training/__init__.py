"""Texts that people marked to weights: what the encoder and its heads learn from, and how."""
