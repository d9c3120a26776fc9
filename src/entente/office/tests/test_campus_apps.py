"""Signing in through WeCom and DingTalk, spoken with peers over real HTTP."""

import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# --- WeCom ----------------------------------------------------------------------------------------


def serve_wecom(answers, person):
    def as_json(content):
        return 200, "application/json", json.dumps(content)

    def token(query, _body):
        good = query == {"corpid": "ww1", "corpsecret": "s"}
        return as_json(
            {"errcode": 0, "errmsg": "ok", "access_token": "T1", "expires_in": 7200}
            if good
            else {"errcode": 40013, "errmsg": "invalid corpid"}
        )

    def who(query, _body):
        good = query == {"access_token": "T1", "code": "C1"}
        return as_json(
            {"errcode": 0, "errmsg": "ok"} | person
            if good
            else {"errcode": 40029, "errmsg": "invalid code"}
        )

    answers["/cgi-bin/gettoken"] = token
    answers["/cgi-bin/auth/getuserinfo"] = who


@pytest.fixture
def wecom(configure, peer):
    url, answers = peer
    configure(
        ENTENTE_WECOM_CORP_ID="ww1",
        ENTENTE_WECOM_AGENT_ID="1000002",
        ENTENTE_WECOM_SECRET="s",
        ENTENTE_WECOM_API_URL=url,
    )
    return answers


def through_wecom(client, code="C1", **headers):
    there = client.get("/account/wecom/login/", headers=headers)
    asked = dict(parse_qsl(urlsplit(there["Location"]).query))
    answer = client.get(
        f"/account/wecom/callback/?{urlencode({'code': code, 'state': asked['state']})}"
    )
    return there["Location"], asked, answer


def test_wecom_lets_in_a_member_of_the_organisation(client, wecom, signed_in):
    serve_wecom(wecom, {"userid": "20050017"})
    user = make_user(username="20050017")

    address, asked, _answer = through_wecom(client)

    assert address.startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")
    assert asked | {"state": ""} == {
        "login_type": "CorpApp",
        "appid": "ww1",
        "agentid": "1000002",
        "redirect_uri": "http://testserver/account/wecom/callback/",
        "state": "",
    }
    assert signed_in() == user


def test_inside_the_wecom_app_no_code_is_scanned(client, wecom):
    serve_wecom(wecom, {"userid": "20050017"})
    make_user(username="20050017")

    address, asked, _answer = through_wecom(client, **{"User-Agent": "Mozilla/5.0 wxwork/4.1"})

    assert address.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1")
    assert asked["scope"] == "snsapi_base"
    assert address.endswith("#wechat_redirect")


@pytest.mark.parametrize(("person", "code"), [({"openid": "outsider"}, "C1"), ({}, "wrong")])
def test_wecom_refuses_outsiders_and_wrong_codes(client, wecom, person, code, signed_in):
    serve_wecom(wecom, person)

    _address, _asked, answer = through_wecom(client, code)

    assert answer.status_code == 401
    assert signed_in() is None


# --- DingTalk -------------------------------------------------------------------------------------


def serve_dingtalk(answers, *, member=True):
    def as_json(content):
        return 200, "application/json", json.dumps(content)

    answers["/v1.0/oauth2/userAccessToken"] = lambda *_: as_json(
        {"accessToken": "U1", "refreshToken": "R1", "expireIn": 7200}
    )
    answers["/v1.0/contact/users/me"] = lambda *_: as_json(
        {"nick": "20990001", "unionId": "union-1", "openId": "open-1"}
    )
    answers["/v1.0/oauth2/accessToken"] = lambda *_: as_json(
        {"accessToken": "O1", "expireIn": 7200}
    )
    answers["/topapi/user/getbyunionid"] = lambda query, body: as_json(
        {"errcode": 0, "result": {"userid": "u1"}}
        if member and query == {"access_token": "O1"} and json.loads(body) == {"unionid": "union-1"}
        else {"errcode": 60121, "errmsg": "user not found"}
    )
    answers["/topapi/v2/user/get"] = lambda *_: as_json(
        {"errcode": 0, "result": {"job_number": "20050017", "name": "王敏"}}
    )


def through_dingtalk(client, configure, url):
    configure(
        ENTENTE_DINGTALK_CLIENT_ID="ding1",
        ENTENTE_DINGTALK_SECRET="s",
        ENTENTE_DINGTALK_API_URL=url,
        ENTENTE_DINGTALK_DIRECTORY_URL=url,
    )
    there = client.get("/account/dingtalk/login/")
    assert there["Location"].startswith("https://login.dingtalk.com/oauth2/auth?")
    state = dict(parse_qsl(urlsplit(there["Location"]).query))["state"]
    return client.get(f"/account/dingtalk/login/callback/?authCode=A1&state={state}")


def test_dingtalk_lets_in_by_the_staff_number_of_the_directory(client, configure, peer, signed_in):
    url, answers = peer
    serve_dingtalk(answers)
    user = make_user(username="20050017")

    through_dingtalk(client, configure, url)

    assert signed_in() == user


def test_a_dingtalk_nickname_is_no_staff_number(client, configure, peer, signed_in):
    url, answers = peer
    serve_dingtalk(answers)
    make_user(username="20990001")

    answer = through_dingtalk(client, configure, url)

    assert answer.status_code == 403
    assert signed_in() is None


def test_dingtalk_refuses_who_is_not_in_the_directory(client, configure, peer, signed_in):
    url, answers = peer
    serve_dingtalk(answers, member=False)
    make_user(username="20050017")

    answer = through_dingtalk(client, configure, url)

    assert answer.status_code == 401
    assert signed_in() is None
