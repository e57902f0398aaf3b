"""Parts of the Prices page, the formula of one attempt's cost, and what keeps the catalogue filled."""
