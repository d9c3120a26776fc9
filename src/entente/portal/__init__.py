"""The applicants' portal: calls that fit, an application, its outcome; without an account."""
