"""WeCom (企业微信): signing in by scanning a code, or at once inside the app."""
