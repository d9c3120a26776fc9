"""Central Authentication Service, versions 2 and 3."""
