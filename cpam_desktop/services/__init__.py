"""Use cases: the only door that window, command line and web API use. Coroutines of the network thread's loop."""
