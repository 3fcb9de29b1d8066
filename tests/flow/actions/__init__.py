"""Rows of the table of actions: what each handler makes of a press or a form."""
