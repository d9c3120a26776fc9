"""Statements found in news and pages as offices write them; the sentences are made up."""

import pytest

from entente.figures.claims import find

# The words, the comparator, the number (or two bounds), the unit, the window.
CHINESE = [
    ("我校与全球50余所高校建立了合作关系。", [("50余所高校", ">", 50, "institutions", "recent")]),
    (
        "学校现有来自32个国家的留学生412人。",
        [("32个国家", "=", 32, "countries", "recent"), ("412人", "=", 412, "persons", "recent")],
    ),
    (
        "2023年共派出学生1,286人次赴海外交流学习。",
        [("1,286人次", "=", 1286, "person_times", "year:2023")],
    ),
    ("近五年来,学院承办国际会议12场。", [("12场", "=", 12, "events", "last_years:5")]),
    ("自2010年以来,双方联合培养研究生逾百名。", [("逾百名", ">", 100, "persons", "since:2010")]),
    ("学校每年选派三十余名教师出国研修。", [("三十余名教师", ">", 30, "persons", "per_year")]),
    (
        "截至2022年底,学校已签署校际合作协议二百一十六份。",
        [("二百一十六份", "=", 216, "agreements", "at:2022")],
    ),
    ("双方共建联合实验室3个。", [("3个", "=", 3, "labs", "recent")]),
    (
        "来自15个国家和地区的近200名专家学者参加了会议。",
        [
            ("15个国家和地区", "=", 15, "countries", "recent"),
            ("近200名专家学者", "~", 200, "persons", "recent"),
        ],
    ),
    ("本届暑期学校共招收学员20至30名。", [("20至30名", "range", (20, 30), "persons", "recent")]),
    (
        "学院聘请外籍专家20—40人次来校讲学。",
        [("20—40人次", "range", (20, 40), "person_times", "recent")],
    ),
    (
        "每年资助三到五名博士生赴境外访学。",
        [("三到五名博士生", "range", (3, 5), "persons", "per_year")],
    ),
    ("获批国家外专项目经费1.2亿元。", [("1.2亿元", "=", 120000000, "cny", "recent")]),
    ("项目总经费超过350万元人民币。", [("超过350万元人民币", ">", 3500000, "cny", "recent")]),
    ("留学生规模达到2万人。", [("2万人", "=", 20000, "persons", "recent")]),
    ("学校举办各类学术讲座不少于60场。", [("不少于60场", ">=", 60, "events", "recent")]),
    ("300人以上的国际会议须提前报批。", [("300人以上", ">=", 300, "persons", "recent")]),
    ("约有四十个学生交流项目。", [("四十个学生交流项目", "=", 40, "programmes", "recent")]),
    ("开设全英文课程４５门。", [("４５门", "=", 45, "courses", "recent")]),
    (
        "先后举办培训班18期,培训学员1500余人次。",
        [
            ("18期", "=", 18, "courses", "recent"),
            ("1500余人次", ">", 1500, "person_times", "recent"),
        ],
    ),
    (
        "全年接待来访团组86批、520人次。",
        [("86批", "=", 86, "groups", "recent"), ("520人次", "=", 520, "person_times", "recent")],
    ),
    ("联盟现有成员单位二十三家。", [("二十三家", "=", 23, "institutions", "recent")]),
    (
        "与数十所海外知名大学保持合作。",
        [("数十所海外知名大学", "range", (20, 99), "institutions", "recent")],
    ),
    (
        "学院有十几名教师具有海外博士学位。",
        [("十几名教师", "range", (11, 19), "persons", "recent")],
    ),
    ("上百名师生参加了开幕式。", [("上百名师生", ">=", 100, "persons", "recent")]),
    (
        "过去十年,学校共派出师生六千余人次。",
        [("六千余人次", ">", 6000, "person_times", "last_years:10")],
    ),
    (
        "2016年至2020年,共执行引智项目45项。",
        [("45项", "=", 45, "projects", "dates:2016-01-01/2020-12-31")],
    ),
    (
        "2021-2022学年,共录取国际学生128人。",
        [("128人", "=", 128, "persons", "dates:2021-09-01/2022-08-31")],
    ),
    ("该项目已连续举办15年。", [("已连续举办15年", "=", 15, "years", "recent")]),
    (
        "十三五期间,新增国际科研合作平台7个。",
        [("7个", "=", 7, "centres", "dates:2016-01-01/2020-12-31")],
    ),
    ("我校位居全国前100名。", []),
    ("2019年12月7日至14日,代表团一行访问了该校。", []),
    ("根据教外〔2019〕15号文件第三条规定执行。", []),
    ("联系电话:010-62332312,邮编100083。", []),
    ("会议定于上午8:30在科技楼203室召开。", []),
    ("这12所大学均为联盟成员。", []),
    ("两国两校领导出席了第三届理事会第2次会议。", []),
    ("他是一名优秀的学生,也是一位好老师。", []),
    ("我校是一所以地学为特色的全国重点大学。", []),
    ("学校入选“千人计划”“111计划”。", []),
    ("学分绩点不低于3.0,雅思6.5分以上。", []),
    ("留学生占比为12.5%。", []),
    ("项目采用“3+1”“2+2”培养模式。", []),
    ("不足20人的班级不予开设。", [("不足20人", "<", 20, "persons", "recent")]),
    ("每批不超过15人。", [("不超过15人", "<=", 15, "persons", "recent")]),
    (
        "成立以来,基地共培养留学生五十多名。该基地创建于2008年。",
        [("五十多名", ">", 50, "persons", "recent")],
    ),
    (
        "中心成立于2008年。中心自成立以来,共接收访问学者90余名。",
        [("90余名", ">", 90, "persons", "since:2008")],
    ),
    ("2014年,双方签署协议。迄今已互派学生60名。", [("60名", "=", 60, "persons", "since:2014")]),
    ("两三百名学生", [("两三百名学生", "range", (200, 300), "persons", "recent")]),
]
ENGLISH = [
    (
        "Delegations have brought over 800 visitors (person-times).",
        [("over 800 visitors (person-times)", ">", 800, "person_times", "recent")],
    ),
    (
        "Students came 200 times (person-times), 30 of them from Kenya.",
        [
            ("200 times (person-times)", "=", 200, "person_times", "recent"),
        ],
    ),
    (
        "The University has partnerships with over 120 universities in 35 countries and regions.",
        [
            ("over 120 universities", ">", 120, "institutions", "recent"),
            ("35 countries and regions", "=", 35, "countries", "recent"),
        ],
    ),
    (
        "In 2018, one hundred and forty-one students went abroad.",
        [("one hundred and forty-one students", "=", 141, "persons", "year:2018")],
    ),
    (
        "More than 2,500 international students are currently enrolled.",
        [("More than 2,500 international students", ">", 2500, "persons", "recent")],
    ),
    (
        "Since 1985 the two universities have exchanged nearly 600 students.",
        [("nearly 600 students", "~", 600, "persons", "since:1985")],
    ),
    (
        "We host at least ten seminars each year.",
        [("at least ten seminars", ">=", 10, "events", "per_year")],
    ),
    ("Up to 20 students may be nominated.", [("Up to 20 students", "<=", 20, "persons", "recent")]),
    (
        "Over the past decade, the school has signed twenty-three agreements.",
        [("twenty-three agreements", "=", 23, "agreements", "last_years:10")],
    ),
    (
        "The centre received funding of RMB 3.5 million.",
        [("RMB 3.5 million", "=", 3500000, "cny", "recent")],
    ),
    (
        "A grant of US$2 million was approved in 2016.",
        [("US$2 million", "=", 2000000, "usd", "year:2016")],
    ),
    (
        "Between 2015 and 2019, 48 teachers were sent to Germany.",
        [("48 teachers", "=", 48, "persons", "dates:2015-01-01/2019-12-31")],
    ),
    (
        "A 15-member delegation led by the Vice President visited our university.",
        [("15-member", "=", 15, "persons", "recent")],
    ),
    (
        "Hundreds of scholars attended the forum.",
        [("Hundreds of scholars", "range", (200, 999), "persons", "recent")],
    ),
    (
        "Each year some 30 to 50 undergraduates take part in summer schools abroad.",
        [("30 to 50 undergraduates", "range", (30, 50), "persons", "per_year")],
    ),
    (
        "The college offers 12 joint degree programs and 40 courses taught in English.",
        [
            ("12 joint degree programs", "=", 12, "programmes", "recent"),
            ("40 courses", "=", 40, "courses", "recent"),
        ],
    ),
    (
        "As of June 2021, the alliance had 28 members.",
        [("28 members", "=", 28, "institutions", "at:2021-06")],
    ),
    (
        "Five joint laboratories have been built so far.",
        [("Five joint laboratories", "=", 5, "labs", "recent")],
    ),
    (
        "The summer school has been held for ten consecutive years.",
        [("ten consecutive years", "=", 10, "years", "recent")],
    ),
    (
        "Fewer than 10 applicants were rejected.",
        [("Fewer than 10 applicants", "<", 10, "persons", "recent")],
    ),
    ("It ranks among the top 100 universities in the world.", []),
    ("The two universities signed an agreement on May 12, 2017.", []),
    ("Please call +86 10 6233 2312 or write to 30 Xueyuan Road, Beijing 100083.", []),
    ("Section 3.2 and Article 5 apply; see No. 15.", []),
    ("The 111 Project and the 985 Project are national programmes.", []),
    ("Rooms 203 and 305 open at 8:30 on 15 October 2020.", []),
    ("In 2019 students from our school visited Japan.", []),
    ("Applicants should be under 35 years old with a GPA of 3.0 and an IELTS score of 6.5.", []),
    ("This was the 5th meeting and the third visit.", []),
    ("It is one of the leading universities in China.", []),
    ("About 80% of graduates find jobs within 6 months.", []),
    ("These 12 universities are members of the alliance.", []),
    ("Both sides agreed on 5G and COVID-19 research.", []),
    (
        "Dozens of companies and three hospitals took part.",
        [
            ("Dozens of companies", "range", (24, 99), "institutions", "recent"),
            ("three hospitals", "=", 3, "institutions", "recent"),
        ],
    ),
    (
        "The programme has trained 1.2 thousand teachers from a dozen countries.",
        [
            ("1.2 thousand teachers", "=", 1200, "persons", "recent"),
            ("a dozen countries", "=", 12, "countries", "recent"),
        ],
    ),
    ("300+ students took part.", [("300+ students", ">=", 300, "persons", "recent")]),
    (
        "In 2020 and 2021, three delegations visited us.",
        [("three delegations", "=", 3, "groups", "dates:2020-01-01/2021-12-31")],
    ),
    (
        "It established a joint laboratory with Siemens in 2011.",
        [("a joint laboratory", "=", 1, "labs", "year:2011")],
    ),
]


def told(text):
    return [
        (
            it.text,
            it.comparator,
            (it.low, it.high) if it.value is None else it.value,
            it.unit,
            it.window,
        )
        for it in find(text)
    ]


@pytest.mark.parametrize(("text", "expected"), [*CHINESE, *ENGLISH])
def test_the_statements_of_a_sentence(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nearly half a million people watched.", [("~", 500000, None, None, "persons")]),
        ("Several hundred teachers came.", [("range", None, 300, 900, "persons")]),
        (
            "We host 12 scholars a year, and more than 40 a year since 2015.",
            [("=", 12, None, None, "persons"), (">", 40, None, None, "persons")],
        ),
        ("The number of partners now exceeds 150.", [(">", 150, None, None, "institutions")]),
        ("与100+海外高校建立合作。", [(">=", 100, None, None, "institutions")]),
        (
            "来自五大洲110余个国家。",
            [(">", 110, None, None, "countries")],
        ),
        ("数十位诺贝尔奖得主来校讲学。", [("range", None, 20, 99, "persons")]),
        ("One in five students goes abroad.", []),
        (
            "The delegation of 12 visited three universities.",
            [("=", 3, None, None, "institutions")],
        ),
        ("有20+国家的学生。", [(">=", 20, None, None, "countries")]),
        ("The number of the room is 150.", []),
    ],
)
def test_what_else_is_and_is_no_statement(text, said):
    found = [(it.comparator, it.value, it.low, it.high, it.unit) for it in find(text)]

    assert found == said


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Founded in 1952, the school has trained over 5,000 graduates.", "since:1952"),
        ("学院成立于2003年，培养留学生500余人。", "since:2003"),
        ("2003年，学院成立，首批留学生50余人。", "year:2003"),
        ("In 2021/22, 45 students came.", "dates:2021-09-01/2022-08-31"),
        ("奖学金100万元/年。", "per_year"),
    ],
)
def test_what_began_is_counted_since_then(text, window):
    assert [it.window for it in find(text)] == [window]
