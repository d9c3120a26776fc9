"""Certificates: series without gaps, a register, and what anyone can verify."""
