"""What is typed about consortia."""
