"""The one way out of this machine: addresses, certificates, proxies, limits, deadlines and the refused-key latch."""
