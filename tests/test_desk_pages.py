"""Pages of the desk with something on them."""

import pytest

from entente.kit import notices
from entente.kit.models import Notice
from entente.office.roles import OFFICER

pytestmark = pytest.mark.django_db


def test_a_notice_is_read_and_stays_on_the_page(client, staff):
    officer = staff(OFFICER, language="en")
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    notices.tell([officer], key="k", zh="协议即将到期", en="An agreement ends", url="/agreements/")

    unseen = client.get("/notices/").content.decode()
    client.post("/notices/")
    seen = client.get("/notices/").content.decode()

    assert "An agreement ends" in unseen
    assert "1 notice" in unseen
    assert "An agreement ends" in seen
    assert "1 notice" not in seen
    assert Notice.objects.get().read_at
