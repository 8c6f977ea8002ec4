"""Show: the desk, pages on this machine in which people read, check, compare and correct what a store holds."""
