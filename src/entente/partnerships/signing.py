"""What the signatures of an agreement still lack: pure, from facts to words.

The usual case is a signed PDF from one side and ink with a seal from the other; each party is
asked only for what its own way of signing leaves behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from entente.partnerships.enums import ON_PAPER, Lack, SigningAuthority, SigningWay


@dataclass(frozen=True)
class Signed:
    """One party's signature, as far as it is recorded.

    `has_file` is true where a scan or the signed file is kept, `has_letter` where a letter of
    delegation is, `is_kept` where somebody is named who holds the paper.
    """

    way: str
    authority: str
    is_sealed: bool
    has_file: bool
    has_letter: bool
    is_kept: bool


def lacks(signed: Signed | None, *, demanded: bool = True) -> list[Lack]:
    """List what a party still owes, in the order in which it is usually asked for.

    Without a signature it is that alone, and nothing where no signature is demanded: for a
    document of 1979 nobody asks for one.
    """
    if signed is None:
        return [Lack.SIGNATURE] if demanded else []
    on_paper = signed.way in ON_PAPER
    owed = {
        Lack.SEAL: signed.way == SigningWay.INK_SEAL and not signed.is_sealed,
        Lack.SCAN: not signed.has_file,
        Lack.LETTER: signed.authority == SigningAuthority.DELEGATE and not signed.has_letter,
        Lack.KEEPER: on_paper and not signed.is_kept,
    }
    return [lack for lack, is_owed in owed.items() if is_owed]


def lacks_of_paper(*, has_scan: bool, is_kept: bool) -> list[Lack]:
    """List what a document that was registered after its signature still lacks as a whole."""
    owed = {Lack.SCAN: not has_scan, Lack.KEEPER: not is_kept}
    return [lack for lack, is_owed in owed.items() if is_owed]
