"""What public templates may say."""
