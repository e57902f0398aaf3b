"""Parts of the Failures page: what is told of texts and groups, tables, chart, drawer."""
