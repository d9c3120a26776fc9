"""The ground plan: settings and addresses, the only place that knows every app."""
