"""DingTalk (钉钉): allauth's provider, with the staff number from the organisation's directory."""
