"""Window tests: off screen, real widgets."""
