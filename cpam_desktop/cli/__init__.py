"""The headless front end. Never imports Qt; every verb is a thin shell over services."""
