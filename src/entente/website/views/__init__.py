"""The public pages, and the desk's pages about them."""
