"""Addresses of the way through DingTalk."""

from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from entente.office.entrance.dingtalk.provider import DirectoryDingtalkProvider

urlpatterns = default_urlpatterns(DirectoryDingtalkProvider)
