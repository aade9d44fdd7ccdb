"""144 mentions as plans print them, over 28 places: which body, where, called what."""

import pytest

from extract.records import Level
from extract.units.evidence import Home
from extract.units.home import home_of
from extract.units.resolve import resolve_list

PLANS = (  # issuer, date, then mention → id, label
    ("昆明市人民政府", "2023-05-06", """
        市发展改革委 530100-development-reform 昆明市发展和改革委员会
        财政局 530100-finance 昆明市财政局
        市委网信办 530100-cyberspace 中共昆明市委员会网络安全和信息化委员会办公室
        官渡区政府 530111-government 官渡区人民政府
        省数据局 530000-data 云南省数据局"""),
    ("南充市人民政府办公室", "2015-04-01", """
        市卫生局 511300-public-health 南充市卫生局
        市法制办 511300-gov-legal-affairs 南充市人民政府法制办公室
        市国土资源局 511300-land-resources 南充市国土资源局
        市中级法院 511300-court 南充市中级人民法院
        南部县政府 511321-government 南部县人民政府"""),
    ("浙江省人民政府办公厅", "2025-03-01", """
        省市场监管局 330000-market-regulation 浙江省市场监督管理局
        省委社会工作部 330000-society-work 中共浙江省委员会社会工作部
        杭州海关 330100-customs 杭州海关
        宁波市人民政府 330200-government 宁波市人民政府
        浙江金融监管局 330000-financial-regulation 国家金融监督管理总局浙江监管局"""),
    ("国务院办公厅", "2015-06-01", """
        发展改革委 CN-development-reform 国家发展和改革委员会
        卫生计生委 CN-health-family-planning 国家卫生和计划生育委员会
        工商总局 CN-industry-commerce 国家工商行政管理总局
        铁路局 CN-railway-administration 国家铁路局
        各省、自治区、直辖市人民政府 CN-all-governments-province 各省自治区直辖市人民政府"""),
    ("昌吉回族自治州人民政府", "2015-07-30", """
        州发改委 652300-development-reform 昌吉回族自治州发展和改革委员会
        监察局 652300-supervision-bureau 昌吉回族自治州监察局
        各县市人民政府 652300-all-governments-county 昌吉回族自治州各县市人民政府
        昌吉市公安局 652301-public-security 昌吉市公安局
        自治区司法厅 650000-justice 新疆维吾尔自治区司法厅"""),
    ("北京市石景山区人民政府", "2020-02-10", """
        区发展改革委 110107-development-reform 石景山区发展和改革委员会
        区市场监管局 110107-market-regulation 石景山区市场监督管理局
        各街道办事处 110107-all-subdistricts 石景山区各街道办事处
        市财政局 110000-finance 北京市财政局
        区税务局 110107-tax 国家税务总局石景山区税务局"""),
    ("广州市人民政府", "2023-09-01", """
        市政务服务数据管理局 440100-government-services-data 广州市政务服务数据管理局
        市规划和自然资源局 440100-natural-resources 广州市规划和自然资源局
        团市委 440100-youth-league 共产主义青年团广州市委员会
        越秀区政府 440104-government 越秀区人民政府
        市总工会 440100-trade-union 广州市总工会"""),
    ("陕西省人民政府办公厅", "2020-01-10", """
        省自然资源厅 610000-natural-resources 陕西省自然资源厅
        省药监局 610000-drug 陕西省药品监督管理局
        西咸新区管委会 610000-state-new-area-xixian 西咸新区管理委员会
        人行西安分行 610100-pboc 中国人民银行西安分行
        省级有关部门 610000-relevant-departments 陕西省有关部门"""),
    ("包头市人民政府", "2015-03-01", """
        市农牧业局 150200-agriculture-husbandry 包头市农牧业局
        市人社局 150200-human-resources 包头市人力资源和社会保障局
        各旗县区人民政府 150200-all-governments-county 包头市各旗县区人民政府
        市食药监局 150200-food-drug 包头市食品药品监督管理局
        昆都仑区政府 150203-government 昆都仑区人民政府"""),
    ("象州县人民政府", "2023-04-01", """
        县应急局 451322-emergency-management 象州县应急管理局
        县法院 451322-court 象州县人民法院
        各乡镇人民政府 451322-all-townships 象州县各乡镇人民政府
        县消防救援大队 451322-fire-rescue 象州县消防救援大队
        象州供电公司 451322-southern-grid 象州供电公司"""),
    ("西安高新技术产业开发区管委会", "2023-06-01", """
        财政局 610100z-finance 西安高新技术产业开发区财政局
        管委会 610100z-zone-committee 西安高新技术产业开发区管委会
        市财政局 610100-finance 西安市财政局
        雁塔区政府 610113-government 雁塔区人民政府
        省科技厅 610000-science-technology 陕西省科学技术厅"""),
    ("重庆市人民政府", "2023-01-20", """
        市经济信息委 500000-economy-it 重庆市经济和信息化委员会
        万州区政府 500101-government 万州区人民政府
        重庆海关 500000-customs 重庆海关
        市大数据发展局 500000-big-data 重庆市大数据发展管理局
        市教委 500000-education 重庆市教育委员会"""),
    ("武汉市人民政府办公厅", "2019-04-10", """
        市政务服务和大数据局 420100-government-services-data 武汉市政务服务和大数据管理局
        市住房保障房管局 420100-housing-administration 武汉市住房保障房管局
        武汉仲裁委 420100-arbitration 武汉仲裁委员会
        东湖高新区管委会 420100z-zone-committee 武汉市东湖高新区管委会
        市法院 420100-court 武汉市中级人民法院"""),
    ("喀什地区行政公署办公室", "2012-03-20", """
        行署办公室 653100-gov-office 喀什地区行政公署办公室
        地区扶贫办 653100-poverty-alleviation 喀什地区扶贫开发办公室
        地委农办 653100-party-rural-office 中共喀什地区委员会农村工作领导小组办公室
        地区发改委 653100-development-reform 喀什地区发展和改革委员会
        叶城县人民政府 653126-government 叶城县人民政府"""),
    ("安徽省人民政府办公厅", "2019-06-01", """
        省数据资源局 340000-data-resources 安徽省数据资源管理局
        省经济和信息化厅 340000-economy-it 安徽省经济和信息化厅
        安徽银保监局 340000-banking-insurance-commission 中国银行保险监督管理委员会安徽监管局
        省通信管理局 340000-communications-administration 安徽省通信管理局
        合肥市政府 340100-government 合肥市人民政府"""),
    ("深圳市人民政府办公厅", "2024-02-02", """
        市规划和自然资源局 440300-natural-resources 深圳市规划和自然资源局
        市住房建设局 440300-housing-construction 深圳市住房和建设局
        前海管理局 440300-xd695dfb2 深圳市前海管理局
        深圳供电局 440300-southern-grid 深圳供电局
        南山区政府 440305-government 南山区人民政府"""),
    ("吉林省人民政府办公厅", "2019-03-15", """
        省政务服务和数字化局 220000-government-services-data 吉林省政务服务和数字化建设管理局
        省工业和信息化厅 220000-industry-it 吉林省工业和信息化厅
        各市（州）人民政府 220000-all-governments-prefecture 吉林省各市州人民政府
        长白山管委会 220000-x785b70b0 吉林省长白山管委会
        省检察院 220000-procuratorate 吉林省人民检察院"""),
    ("锡林郭勒盟行政公署办公室", "2024-05-06", """
        盟行署 152500-government 锡林郭勒盟行政公署
        盟委宣传部 152500-propaganda-department 中共锡林郭勒盟委员会宣传部
        盟林草局 152500-forestry-grassland 锡林郭勒盟林业和草原局
        各旗县市（区）人民政府 152500-all-governments-county 锡林郭勒盟各旗县市区人民政府
        锡林浩特市公安局 152502-public-security 锡林浩特市公安局"""),
    ("上海市人民政府办公厅", "2024-04-01", """
        市绿化市容局 310000-greening-appearance 上海市绿化和市容管理局
        市住房城乡建设管理委 310000-housing-construction 上海市住房和城乡建设管理委员会
        市委社会工作部 310000-society-work 中共上海市委员会社会工作部
        浦东新区政府 310115-government 浦东新区人民政府
        市数据局 310000-data 上海市数据局"""),
    ("荔波县人民政府", "2012-08-01", """
        县银监办 522722-banking-regulatory 中国银行业监督管理委员会荔波监管办事处
        县人行 522722-pboc 中国人民银行荔波支行
        县农商行 522722-rural-commercial-bank 荔波农村商业银行
        县农业综合开发办 522722-agricultural-development-office 荔波县农业综合开发办公室
        州财政局 522700-finance 黔南布依族苗族自治州财政局"""),
    ("海南省人民政府办公厅", "2024-01-20", """
        省旅文厅 460000-culture-tourism 海南省旅游和文化广电体育厅
        省营商环境建设厅 460000-business-environment 海南省营商环境建设厅
        三亚市旅文局 460200-culture-tourism 三亚市旅游和文化广电体育局
        海口海关 460100-customs 海口海关
        人行海南省分行 460000-pboc 中国人民银行海南省分行"""),
    ("泗阳县人民政府办公室", "2012-05-30", """
        县水务局（筹） 321323-x3b112911 泗阳县水务局（筹）
        县物价局 321323-price 泗阳县物价局
        县建设局 321323-urban-construction 泗阳县建设局
        县质监局 321323-quality-supervision 泗阳县质量技术监督局
        经济开发区管委会 321323z-zone-committee 泗阳县经济开发区管理委员会"""),
    ("国务院办公厅", "2019-01-05", """
        证监会 CN-securities-regulatory 中国证券监督管理委员会
        中国残联 CN-disabled-federation 中国残疾人联合会
        铁路集团 CN-xaa564b3b 铁路集团
        民航局 CN-civil-aviation 中国民用航空局
        水利部 CN-water 水利部"""),
    ("四川省人民政府办公厅", "2012-02-10", """
        省监狱局 510000-prison-administration 四川省监狱管理局
        省政府法制办 510000-gov-legal-affairs 四川省人民政府法制办公室
        省外经贸厅 510000-foreign-trade 四川省外经贸厅
        民革四川省委 510000-party-revolutionary 中国国民党革命委员会四川省委员会
        甘孜州政府 513300-government 甘孜藏族自治州人民政府"""),
    ("新疆生产建设兵团第八师石河子市", "2019-04-10", """
        师市水利局 659001-water 石河子市水利局
        各团场 659001-all-regiments 石河子市各团场
        兵团水利局 CN-x788ce633 兵团水利局"""),
    ("苏州工业园区管理委员会", "2021-04-10", """
        园区税务局 320500z-tax 国家税务总局苏州工业园区税务局
        苏州市市场监管局 320500-market-regulation 苏州市市场监督管理局"""),
    ("红寺堡区人民政府办公室", "2014-04-10", """
        红寺堡镇人民政府 640303t9d94f4-government 红寺堡区红寺堡镇人民政府
        红寺堡镇 640303t9d94f4-government 红寺堡区红寺堡镇人民政府
        区城镇化办公室 640303-xd6892e65 红寺堡区城镇化办公室
        各镇政府 640303-all-townships 红寺堡区各镇政府
        市国土局 640300-land-resources 吴忠市国土资源局"""),
    ("宜昌市人民政府", "2021-04-10", """
        市公安局高新分局 420500z-public-security 宜昌市公安局高新分局
        市生态环境局远安分局 420525-ecology-environment 宜昌市生态环境局远安分局
        经开区社会事业局 420500z-x4fe44999 宜昌市经开区社会事业局
        国家税务总局宜昌高新技术产业开发区税务局 420500z-tax 国家税务总局宜昌市高新技术产业开发区税务局
        市南水北调办 420500-xafa5b005 宜昌市南水北调办
        财政部湖北监管局 420000-mof-regulation 财政部湖北监管局
        审计署武汉特派办 420100-audit-dispatched 审计署驻武汉特派员办事处
        长江委 CN-changjiang-commission 水利部长江水利委员会
        中国中车 CN-x159d0546 中国中车
        中国人寿宜昌分公司 420500-x0c613c31 中国人寿宜昌分公司
        区县（市）政府 420500-all-governments-county 宜昌市各区县市人民政府
        市区政府 420500-all-governments-county 宜昌市各市区人民政府
        市委督查室 420500-party-supervision-office 中共宜昌市委员会督查室
        宜昌海事局 420500-maritime 宜昌海事局"""),
)  # fmt: skip
EACH = [(issuer, issued, *line.split()) for issuer, issued, lines in PLANS for line in lines.strip().splitlines()]


def home(issuer: str, issued: str) -> Home:
    return home_of("关于印发方案的通知", issuer, "", issued)


@pytest.mark.parametrize(("issuer", "issued", "words", "identity", "label"), EACH)
def test_the_body_and_its_name(issuer: str, issued: str, words: str, identity: str, label: str) -> None:
    (found,) = resolve_list([words], home(issuer, issued))
    place, _, body = found.unit.id.partition("-")
    assert (place[: place.find("z") + 1] or place, body) == tuple(identity.split("-", 1))
    assert found.unit.name == label


def test_the_mentions_are_of_many_places_and_years() -> None:
    assert len(EACH) == 144
    assert len({home(issuer, issued).place_code for issuer, issued, _ in PLANS}) >= 22
    assert len({issued[:4] for _, issued, _ in PLANS}) >= 5
    assert all(home(issuer, issued).level is not Level.UNKNOWN for issuer, issued, _ in PLANS)


def test_no_place_is_carried_by_a_branch_or_to_a_set_of_governments() -> None:
    found = resolve_list(["市规划自然资源委海淀分局", "各街镇"], home("海淀区人民政府", "2020-04-10"))
    assert [one.unit.place_code for one in found] == ["110108", "110108"]
    found = resolve_list(["县林业局", "各县（市、区）人民政府"], home("宜昌市人民政府", "2020-04-10"))
    assert [one.unit.id for one in found] == ["420500_x-forestry", "420500-all-governments-county"]


@pytest.mark.parametrize("words", ["市发展改革委", "市委组织部", "市财政局"])
def test_two_plans_of_one_place_and_year_share_their_registered_units(words: str) -> None:
    one, other = home("昆明市人民政府", "2023-05-06"), home("昆明市财政局", "2023-11-01").of("f" * 64)
    assert resolve_list([words], one)[0].unit == resolve_list([words], other)[0].unit
