"""The entrance: signing in by password, second factor, passkey or the university's own sign-on."""
