"""Parts of the Monitoring page: where its rows come from, its columns, figures, filters and detail drawer."""
