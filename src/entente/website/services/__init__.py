"""Decisions about public sites and their pages.

Whoever calls asks for the permission.
"""

from entente.website.services.pictures import add_picture, describe_picture, remove_picture
from entente.website.services.publishing import publish_pair, withdraw_pair
from entente.website.services.reviewing import (
    check_page,
    publish_reviewed,
    send_page_back,
    submit_page,
)
from entente.website.services.sites import open_site
from entente.website.services.writing import (
    move_pair,
    order_pair,
    propose_slug,
    versions,
    write_drafts,
    write_pair,
)

__all__ = [
    "add_picture",
    "check_page",
    "describe_picture",
    "move_pair",
    "open_site",
    "order_pair",
    "propose_slug",
    "publish_pair",
    "publish_reviewed",
    "remove_picture",
    "send_page_back",
    "submit_page",
    "versions",
    "withdraw_pair",
    "write_drafts",
    "write_pair",
]
