"""Bytes from anywhere to rows: parse, normalise, identify, redact. Never touches the network."""
