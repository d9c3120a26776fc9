"""Pages of approvals, seals and tokens, and what other systems call."""
