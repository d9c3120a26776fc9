"""What machines verify: credentials, proofs, status lists."""
