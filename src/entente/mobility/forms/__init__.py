"""What people type about mobility."""
