"""What the office shows in the slots of other pages."""
