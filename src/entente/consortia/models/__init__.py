"""Consortia, their members, mandates, and the editions of what they hold together."""

from entente.consortia.models.editions import Edition, Series
from entente.consortia.models.register import Consortium, ConsortiumName, Mandate, Membership

__all__ = ["Consortium", "ConsortiumName", "Edition", "Mandate", "Membership", "Series"]
