"""Blind reviews of the applications to a call, and the public notice of who is selected."""
