"""The cooperation of five real documents, loaded through the services that people use."""
