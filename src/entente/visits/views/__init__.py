"""Pages about visits and official trips."""
