"""Widgets of the toolkit: small, themed, reachable by keyboard, named for screen readers.

They take plain values and frozen dataclasses and emit signals; none of them knows a service. Parts that are also drawn
in table cells are functions in `paint`.
"""
