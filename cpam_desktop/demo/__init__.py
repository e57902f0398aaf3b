"""A stand-in CPA server written for this project: tests, demo mode and pictures run against it over a real port."""
