"""Single sign-on: from environment variables to what allauth needs to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Variables = Mapping[str, str]


def providers(variables: Variables) -> dict[str, Any]:
    """Give the identity providers that are configured; one that is not gets no button."""
    found = {name: build(variables) for name, build in _BUILDERS.items()}
    return {name: {"APPS": [app]} for name, app in found.items() if app}


def _oidc(variables: Variables) -> dict[str, Any]:
    if not (url := variables.get("ENTENTE_OIDC_URL")):
        return {}
    return {
        "provider_id": "university",
        "name": variables.get("ENTENTE_OIDC_NAME", "OpenID Connect"),
        "client_id": variables.get("ENTENTE_OIDC_CLIENT_ID", ""),
        "secret": variables.get("ENTENTE_OIDC_SECRET", ""),
        "settings": {
            "server_url": url,
            "oauth_pkce_enabled": True,
            "staff_number": variables.get("ENTENTE_OIDC_STAFF_NUMBER", "preferred_username"),
        },
    }


def _saml(variables: Variables) -> dict[str, Any]:
    if not (entity := variables.get("ENTENTE_SAML_ENTITY_ID")):
        return {}
    number = variables.get("ENTENTE_SAML_STAFF_NUMBER", "urn:oid:0.9.2342.19200300.100.1.1")
    idp: dict[str, Any] = {"entity_id": entity}
    if metadata := variables.get("ENTENTE_SAML_METADATA_URL"):
        idp["metadata_url"] = metadata
    else:
        idp["sso_url"] = variables.get("ENTENTE_SAML_SSO_URL", "")
        idp["x509cert"] = _text(variables.get("ENTENTE_SAML_CERTIFICATE", ""))
    return {
        "provider_id": entity,
        "name": variables.get("ENTENTE_SAML_NAME", "SAML"),
        "client_id": "university",
        "settings": {
            "idp": idp,
            "staff_number": number,
            "attribute_mapping": {
                "uid": number,
                "email": variables.get(
                    "ENTENTE_SAML_MAIL", "urn:oid:0.9.2342.19200300.100.1.3"
                ).split(","),
            },
            "advanced": {"want_assertion_signed": True, "reject_deprecated_algorithm": True},
        },
    }


def _cas(variables: Variables) -> dict[str, Any]:
    if not (url := variables.get("ENTENTE_CAS_URL")):
        return {}
    return {
        "name": variables.get("ENTENTE_CAS_NAME", "CAS"),
        "client_id": "cas",
        "settings": {
            "server_url": url.rstrip("/") + "/",
            "version": variables.get("ENTENTE_CAS_VERSION", "3"),
            "staff_number": variables.get("ENTENTE_CAS_STAFF_NUMBER", "user"),
        },
    }


def _wecom(variables: Variables) -> dict[str, Any]:
    if not (corporation := variables.get("ENTENTE_WECOM_CORP_ID")):
        return {}
    return {
        "name": variables.get("ENTENTE_WECOM_NAME", "企业微信 WeCom"),
        "client_id": corporation,
        "secret": variables.get("ENTENTE_WECOM_SECRET", ""),
        "settings": {
            "agent": variables.get("ENTENTE_WECOM_AGENT_ID", ""),
            "api_url": variables.get("ENTENTE_WECOM_API_URL", "https://qyapi.weixin.qq.com"),
            "login_url": variables.get(
                "ENTENTE_WECOM_LOGIN_URL", "https://login.work.weixin.qq.com/wwlogin/sso/login"
            ),
            "staff_number": "userid",
        },
    }


def _dingtalk(variables: Variables) -> dict[str, Any]:
    if not (client := variables.get("ENTENTE_DINGTALK_CLIENT_ID")):
        return {}
    return {
        "name": variables.get("ENTENTE_DINGTALK_NAME", "钉钉 DingTalk"),
        "client_id": client,
        "secret": variables.get("ENTENTE_DINGTALK_SECRET", ""),
        "settings": {
            "api_url": variables.get("ENTENTE_DINGTALK_API_URL", "https://api.dingtalk.com"),
            "directory_url": variables.get(
                "ENTENTE_DINGTALK_DIRECTORY_URL", "https://oapi.dingtalk.com"
            ),
            "login_url": variables.get(
                "ENTENTE_DINGTALK_LOGIN_URL", "https://login.dingtalk.com/oauth2/auth"
            ),
            "staff_number": "job_number",
        },
    }


def _text(given: str) -> str:
    """Take a certificate as it stands in the variable, or from the file that is named there."""
    return Path(given).read_text() if given.startswith(("/", "./")) else given


_BUILDERS: dict[str, Callable[[Variables], dict[str, Any]]] = {
    "openid_connect": _oidc,
    "saml": _saml,
    "cas": _cas,
    "wecom": _wecom,
    "dingtalk": _dingtalk,
}
