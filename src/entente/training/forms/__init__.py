"""What is typed about non-degree education: on the desk, about quality, by learners."""
