"""Bytes in, rows out: reads one server's usage events and stores them. Runs on the network thread, without Qt."""
