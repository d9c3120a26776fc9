"""Approvals that are given outside, and the register of seals."""
