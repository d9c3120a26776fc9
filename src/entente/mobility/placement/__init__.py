"""Placement: who gets which place, by deferred acceptance over nested quotas.

Pure code: it knows no database and no request. `instance` reads what is given and refuses what is
wrong with it, `solving` places, `explaining` says why, `result` writes the format. `verifying` is a
second piece of code that checks a result and shares nothing with the others.
"""

from entente.mobility.placement.instance import Instance, instance_hash, lottery
from entente.mobility.placement.reading import read
from entente.mobility.placement.result import run

__all__ = ["Instance", "instance_hash", "lottery", "read", "run"]
