"""Parts of the Dashboard: its cards, and what they say."""
