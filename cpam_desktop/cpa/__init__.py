"""Typed client of one remote CPA server over HTTP and RESP; knows nothing of storage."""
