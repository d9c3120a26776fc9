"""Ordinary templates, series and certificates, made through the services that people use."""

import datetime

from entente.certificates import services
from entente.office import services as office
from tests.factories import make_unit

DAY = datetime.date(2026, 5, 1)
TEXT_ZH = "兹证明{name}参加了{subject}，共{hours}学时，考核合格，准予结业。"
TEXT_EN = "This is to certify that {name} has completed {subject}, {hours} hours in all."


def make_certificate_template(unit=None, **values):
    """Make a template for training courses."""
    values = {
        "kind": "NDE",
        "title_zh": "结业证书",
        "title_en": "Certificate of Completion",
        "text_zh": TEXT_ZH,
        "text_en": TEXT_EN,
    } | values
    return services.add_template(by=office.system_user(), unit=unit or make_unit(), **values)


def make_certificate_series(unit=None, **values):
    """Open the series of training certificates of 2026."""
    unit = unit or make_unit()
    values = {"kind": "NDE", "year": 2026, "code": unit.code} | values
    return services.open_series(by=office.system_user(), unit=unit, **values)


def make_certificate(series=None, template=None, *, on=DAY, by=None, **values):
    """Issue a certificate."""
    series = series or make_certificate_series()
    values = {
        "name_zh": "欧阳明",
        "name_en": "Ouyang Ming",
        "subject_zh": "冶金技术管理培训班",
        "subject_en": "Training course in metallurgical management",
        "hours": 40,
    } | values
    return services.issue(
        series,
        template=template or make_certificate_template(series.unit),
        on=on,
        by=by or office.system_user(),
        **values,
    )
