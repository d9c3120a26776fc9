"""Consortia: members, mandates, statutes, bodies, meetings, dues, editions."""

from entente.consortia.models.as_of import Register, register_as_of
from entente.consortia.models.bodies import Body, Elector, Seat
from entente.consortia.models.dues import Dues, DuesRate, Owing, owing, years_of
from entente.consortia.models.editions import Edition, HeldPlaces, MemberPlaces, Series
from entente.consortia.models.meetings import AgendaItem, Attendance, Guest, Meeting, Place, Room
from entente.consortia.models.motions import Consequence, Motion, Resolution, Vote
from entente.consortia.models.register import Consortium, ConsortiumName, Mandate, Membership
from entente.consortia.models.statutes import RotationPlace, Statute
from entente.consortia.models.turns import Turn, next_chair, next_host

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Consequence",
    "Consortium",
    "ConsortiumName",
    "Dues",
    "DuesRate",
    "Edition",
    "Elector",
    "Guest",
    "HeldPlaces",
    "Mandate",
    "Meeting",
    "MemberPlaces",
    "Membership",
    "Motion",
    "Owing",
    "Place",
    "Register",
    "Resolution",
    "Room",
    "RotationPlace",
    "Seat",
    "Series",
    "Statute",
    "Turn",
    "Vote",
    "next_chair",
    "next_host",
    "owing",
    "register_as_of",
    "years_of",
]
