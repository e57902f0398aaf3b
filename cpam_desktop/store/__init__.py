"""Durable state: peewee for small tables, plain SQL on the hot path. Knows nothing of the network."""
