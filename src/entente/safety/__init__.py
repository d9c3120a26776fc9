"""Safety checks: asking those who are abroad whether they are safe."""
