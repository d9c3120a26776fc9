"""Words of Chinese names of institutions and what stands for them in Latin letters.

The Latin words are canonical ones (`name_words`, `words`): one of them serves all languages.
"""

from __future__ import annotations

_TERMS = """
大学=university college|学院=college institute university academy school|学校=school
高等学校=school university|高等专科学校=college|专科学校=college
职业技术学院=vocational technical college polytechnic
职业技术大学=vocational technical university|职业大学=vocational university
职业学院=vocational college|技师学院=technician|研究院=institute academy research
研究所=institute research|研究生院=graduate|科学院=academy science|工程院=academy engineering
医学院=medical school college|医科大学=medical university|医学=medical|医科=medical
医药=medical pharmaceutical|中医药=chinese traditional medical tcm
中医=chinese traditional medical|药科=pharmaceutical|药学=pharmacy|护理=nursing|卫生=health
健康=health|牙科=dental|口腔=stomatology dental|理工=technology polytechnic technical science
科技=technology science|工业=technology polytechnic technical industrial industry
工学院=technology engineering technical polytechnic institute|工程=engineering
工商=business technology commerce|工=technology engineering|工艺=technology
技术=technology technical|科学=science|应用科学=applied science
应用科技=applied science technology|应用技术=applied technology science|信息=information
电子=electronic electronics|通信=communication|邮电=posts telecommunications|计算机=computer
软件=software|师范=normal pedagogical education|教育=education pedagogical
外国语=foreign language international studies|外语=foreign language studies
语言=language linguistic|财经=finance economics|经济=economics economy|经贸=economics trade
贸易=trade business|商业=business commerce commercial|商学院=business school|商科=business
管理=management|金融=finance financial|审计=audit|税务=taxation|会计=accounting
政法=law political|法学=law|法律=law|政治=political politics|公安=public security police
警察=police|警官=police|司法=justice judicial|国防=defense defence military|军事=military
陆军=army|海军=naval navy|空军=air force|武警=armed police|农业=agricultural
农林=agriculture forestry|农学=agricultural|农=agricultural|林业=forestry|水产=fisheries ocean
海洋=ocean marine maritime|海事=maritime|航海=maritime navigation|交通=jiaotong transport
铁道=railway|铁路=railway|航空=aeronautics aviation aerospace|航天=astronautics aerospace
航空航天=aeronautics astronautics aerospace|民航=civil aviation|石油=petroleum
化工=chemical technology|矿业=mining|矿冶=mining metallurgy|地质=geosciences geology
冶金=metallurgy|水利=water hydraulic conservancy|水电=hydroelectric power|电力=electric power
电机=electrical|建筑=architecture architectural|建设=construction|纺织=textile
轻工=light industry|食品=food|服装=fashion|印刷=printing|邮政=post|艺术=art|美术=fine art
音乐=music|戏剧=drama theatre|电影=film cinema|舞蹈=dance|传媒=communication media|媒体=media
新闻=journalism|设计=design|文化=culture|文理=art science liberal|文学=literature|应用=applied
体育=sport physical education|旅游=tourism|酒店=hotel hospitality|女子=women
民族=nationalities minzu ethnic|宗教=religious|神学=theological theology seminary
神学院=theological seminary|国立=national|公立=public|私立=private|州立=state|皇家=royal
帝国=imperial|联邦=federal|天主教=catholic|宗座=pontifical|基督教=christian|路德=lutheran
浸会=baptist|新教=protestant|伊斯兰=islamic|佛教=buddhist|圣=saint|自由=free|自治=autonomous
开放=open|远程=distance|公开=open|综合=comprehensive|国际=international|国家=national
中央=central|首都=capital|人民=people renmin|联合=union united|理学=science|纪念=memorial
城市=city|都市=city metropolitan|市立=city municipal|社区=community|高等=higher|继续=continuing
专门=|第一=first|第二=second|第三=third|东北=northeast northeastern|西北=northwest northwestern
东南=southeast|西南=southwest southwestern|华东=east china|华中=central china|华南=south china
华北=north china|中南=central south|中国=china chinese|东部=eastern east|西部=western west
南部=southern south|北部=northern north|中部=central|东=east eastern|西=west western
南=south southern|北=north northern|中=central|新=new|和=|与=|及=|分校=campus|校区=campus|总校=
系统=system|中心=centre|实验室=laboratory|医院=hospital|附属=affiliated|博物馆=museum
图书馆=library|社会=social|人文=humanities|自然=natural|生命=life|环境=environmental|能源=energy
材料=material|物理=physics|化学=chemistry|数学=mathematics|核=nuclear|空间=space|生物=biological
"""

_PLACES = """
加州=california|加利福尼亚=california|加利福尼亚州=california|麻省=massachusetts
马萨诸塞=massachusetts|马萨诸塞州=massachusetts|得州=texas|德州=texas|得克萨斯=texas
德克萨斯=texas|佛州=florida|佛罗里达=florida|宾州=pennsylvania|宾夕法尼亚=pennsylvania
宾夕法尼亚州=pennsylvania|俄亥俄=ohio|俄亥俄州=ohio|伊利诺伊=illinois|伊利诺=illinois
密歇根=michigan|密西根=michigan|印第安纳=indiana|威斯康星=wisconsin|威斯康辛=wisconsin
明尼苏达=minnesota|爱荷华=iowa|艾奥瓦=iowa|密苏里=missouri|堪萨斯=kansas|内布拉斯加=nebraska
南达科他=south dakota|北达科他=north dakota|科罗拉多=colorado|犹他=utah|亚利桑那=arizona
新墨西哥=new mexico|内华达=nevada|俄勒冈=oregon|华盛顿=washington|爱达荷=idaho|蒙大拿=montana
怀俄明=wyoming|阿拉斯加=alaska|夏威夷=hawaii|阿肯色=arkansas|路易斯安那=louisiana
密西西比=mississippi|阿拉巴马=alabama|亚拉巴马=alabama|乔治亚=georgia|佐治亚=georgia
南卡罗来纳=south carolina|北卡罗来纳=north carolina|北卡=north carolina|南卡=south carolina
卡罗来纳=carolina|田纳西=tennessee|肯塔基=kentucky|弗吉尼亚=virginia|西弗吉尼亚=west virginia
马里兰=maryland|特拉华=delaware|新泽西=new jersey|康涅狄格=connecticut|罗德岛=rhode island
佛蒙特=vermont|新罕布什尔=new hampshire|缅因=maine|俄克拉荷马=oklahoma|俄克拉何马=oklahoma
纽约=new york|纽约州=new york|华盛顿州=washington|长岛=long island|安大略=ontario|魁北克=quebec
不列颠哥伦比亚=british columbia|卑诗=british columbia|阿尔伯塔=alberta|艾伯塔=alberta
曼尼托巴=manitoba|萨斯喀彻温=saskatchewan|新斯科舍=nova scotia|纽芬兰=newfoundland
新不伦瑞克=new brunswick|新南威尔士=new south wales|昆士兰=queensland|维多利亚=victoria
塔斯马尼亚=tasmania|西澳=western australia|西澳大利亚=western australia|南澳=south australia
南澳大利亚=south australia|北领地=northern territory|英格兰=england|苏格兰=scotland|威尔士=wales
北爱尔兰=northern ireland|英属=british|巴伐利亚=bavaria bayern|萨克森=saxony sachsen
黑森=hesse hessen|莱茵=rhine rheinland|萨尔=saarland saar|加泰罗尼亚=catalonia catalunya
安达卢西亚=andalusia andalucia|巴斯克=basque|西西里=sicily|伦巴第=lombardy|诺曼底=normandy
布列塔尼=brittany bretagne|阿尔萨斯=alsace|洛林=lorraine|莱顿=leiden|牛津=oxford|剑桥=cambridge
旧金山=saint francisco|洛杉矶=los angeles|费城=philadelphia|檀香山=honolulu|美国=american
美利坚=american|英国=british|加拿大=canada canadian|澳大利亚=australian australia
德国=german deutsche|法国=french|俄罗斯=russian russia|韩国=korea korean|日本=japan nihon
印度=india indian|意大利=italian|西班牙=spanish|瑞士=swiss|瑞典=swedish|荷兰=netherlands
波兰=polish|土耳其=turkish|埃及=egyptian egypt|以色列=israel|伊朗=iran|泰国=thai|新加坡=singapore
马来西亚=malaysia|印度尼西亚=indonesia|越南=vietnam|巴西=brazil|墨西哥=mexico|丹麦=denmark danish
挪威=norwegian|芬兰=finland|希腊=greek|捷克=czech|匈牙利=hungarian|罗马尼亚=romania
塞尔维亚=serbia|乌克兰=ukraine|哈萨克=kazakh|蒙古=mongolia mongolian|爱尔兰=ireland
新西兰=zealand|欧洲=european|亚洲=asian|非洲=african|太平洋=pacific|地中海=mediterranean
香港=hong kong|澳门=macau macao|台湾=taiwan|广东=guangdong|内蒙古=inner mongolia|陕西=shaanxi
山西=shanxi|西藏=tibet xizang|新疆=xinjiang|黑龙江=heilongjiang|河北=hebei|河南=henan|湖北=hubei
湖南=hunan|江苏=jiangsu|浙江=zhejiang|江西=jiangxi|安徽=anhui|福建=fujian|广西=guangxi
海南=hainan|四川=sichuan|贵州=guizhou|云南=yunnan|甘肃=gansu|青海=qinghai|宁夏=ningxia
辽宁=liaoning|吉林=jilin|山东=shandong|上海=shanghai|北京=beijing peking|天津=tianjin
重庆=chongqing|亚太=asia pacific|东京=tokyo|京都=kyoto kyo|大阪=osaka|名古屋=nagoya|神户=kobe
早稻田=waseda|庆应义塾=keio|立命馆=ritsumeikan|同志社=doshisha|首尔=seoul|汉阳=hanyang
延世=yonsei|高丽=korea|成均馆=sungkyunkwan|梨花=ewha|庆熙=kyung hee|釜山=pusan busan
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in table.split("\n"):
        for item in filter(None, line.split("|")):
            han, _sign, words = item.partition("=")
            found[han] = tuple(words.split())
    return found


TERMS = _read(_TERMS)
PLACES = _read(_PLACES)

# Characters that Japanese writes in a form of its own, and the simplified Chinese ones.
JAPANESE = dict(
    zip(
        "広沢浜竜桜関県鉄豊応薬経済芸歯図伝総斎徳辺渋塩釈駒労仏栄営帯蔵霊恵渓滝姫穂戸黒摂専単円実"
        "稲検験団囲拝数変対帰歩気産発売読録巌亜悪圧価児桟様楽権歓観鶏静浅",
        "广泽滨龙樱关县铁丰应药经济艺齿图传总斋德边涩盐释驹劳佛荣营带藏灵惠溪泷姬穗户黑摄专单圆实"
        "稻检验团围拜数变对归步气产发卖读录岩亚恶压价儿栈样乐权欢观鸡静浅",
        strict=True,
    )
)
