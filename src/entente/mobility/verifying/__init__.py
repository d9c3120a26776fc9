"""Checking the result of a placement: written anew, sharing nothing with what places.

It reads instance and result as plain data, evaluates rules and lottery by itself, and says in
sentences what does not hold. A result without a sentence may be published.
"""

from entente.mobility.verifying.checking import verify

__all__ = ["verify"]
