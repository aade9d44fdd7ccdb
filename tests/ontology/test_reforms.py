"""Reform facts, each with its source: who holds a function at a level on a day, and what became of a body."""

from dataclasses import replace
from datetime import date

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF

from ontology.iris import ID
from ontology.reforms import Fate, ReformError, ended, holder, predecessors, reforms, succession
from ontology.reforms.events import _events, checked, founded
from ontology.reforms.views import document, validity

LEVELS = {"国": "national", "省": "province", "市": "prefecture", "县": "county"}
P2018 = "深化党和国家机构改革方案 (2018), 三"
S2018 = "国务院机构改革方案 (2018)"
P2023 = "党和国家机构改革方案 (2023)"
FACTS = {
    "国务院机构改革方案 (2008): 组建人力资源和社会保障部、工业和信息化部": """
        personnel 国 2007-12-31 personnel
        personnel 国 2008-12-31 human-resources
        labour-security 国 2008-12-31 human-resources
        labour-security 市 2012-01-01 human-resources
        informatization 国 2008-12-31 industry-it
        industrial-economy 省 2012-01-01 industry-it
        civil-service 国 2010-01-01 civil-service""",
    "国务院机构改革和职能转变方案 (2013): 组建国家卫生和计划生育委员会、国家铁路局、国家新闻出版广电总局": """
        health 国 2012-01-01 public-health
        health 国 2014-01-01 health-family-planning
        health 县 2015-07-30 health-family-planning
        family-planning 县 2012-01-01 family-planning
        family-planning 省 2015-01-01 health-family-planning
        railway-regulation 国 2012-01-01 railways-ministry
        railway-regulation 国 2015-01-01 railway-administration
        railway-operation 国 2015-01-01 china-railway
        press-publication 国 2015-01-01 press-broadcast
        radio-television 国 2015-01-01 press-broadcast
        electricity-regulation 国 2014-01-01 energy
        food-production-safety 市 2012-01-01 quality-supervision
        food-production-safety 市 2016-01-01 food-drug
        food-circulation-safety 县 2016-01-01 food-drug""",
    "全国人民代表大会常务委员会关于在全国各地推开国家监察体制改革试点工作的决定 (2017)": """
        administrative-supervision 县 2015-07-30 supervision-bureau
        administrative-supervision 县 2019-01-01 supervisory-commission
        administrative-supervision 国 2018-12-31 supervisory-commission
        corruption-investigation 省 2017-01-01 procuratorate
        corruption-investigation 省 2019-01-01 supervisory-commission""",
    f"{P2018}: 组建自然资源部": """
        land 国 2018-01-01 land-resources
        land 国 2019-01-01 natural-resources
        land 县 2019-12-31 natural-resources
        urban-planning 市 2017-01-01 urban-planning
        urban-planning 市 2020-01-01 natural-resources
        urban-rural-planning 国 2019-01-01 natural-resources
        functional-zones 国 2019-01-01 natural-resources
        surveying 省 2019-01-01 natural-resources
        ocean 国 2019-01-01 natural-resources
        water-survey 国 2017-01-01 water
        water-survey 国 2019-01-01 natural-resources
        geoparks 国 2019-01-01 forestry-grassland""",
    f"{P2018}: 组建生态环境部": """
        environment 县 2015-07-30 environmental-protection
        environment 县 2020-01-01 ecology-environment
        climate-change 国 2017-01-01 development-reform
        climate-change 国 2019-01-01 ecology-environment
        groundwater-pollution 国 2019-01-01 ecology-environment
        water-function-zones 省 2019-06-01 ecology-environment
        farm-pollution 国 2019-01-01 ecology-environment
        marine-environment 国 2019-01-01 ecology-environment""",
    f"{P2018}: 组建农业农村部": """
        agriculture 市 2015-07-30 agriculture
        agriculture 市 2020-01-01 agriculture-rural
        farm-investment 国 2019-01-01 agriculture-rural
        farm-development 国 2017-01-01 finance
        farm-development 国 2019-01-01 agriculture-rural
        land-consolidation 国 2019-01-01 agriculture-rural
        farm-irrigation 国 2019-01-01 agriculture-rural
        local-farm-development 县 2017-01-01 agricultural-development-office
        local-farm-development 县 2020-01-01 agriculture-rural""",
    f"{P2018}: 组建文化和旅游部": """
        culture 国 2019-01-01 culture-tourism
        tourism 省 2019-01-01 culture-tourism
        tourism 县 2018-01-01 tourism""",
    f"{P2018}: 组建国家卫生健康委员会": """
        health 国 2019-01-01 health
        health 县 2020-01-01 health
        ageing 国 2019-01-01 health
        medical-reform 国 2019-01-01 health
        occupational-health 国 2017-01-01 work-safety
        occupational-health 国 2019-01-01 health
        occupational-health 县 2020-01-01 health""",
    f"{P2018}: 组建退役军人事务部、应急管理部": """
        veterans-placement 国 2017-01-01 civil-affairs
        veterans-placement 国 2019-01-01 veterans
        officers-placement 省 2019-01-01 veterans
        work-safety 国 2019-01-01 emergency-management
        work-safety 县 2018-06-01 work-safety
        disaster-relief 国 2017-01-01 civil-affairs
        disaster-relief 县 2020-01-01 emergency-management
        flood-response 国 2019-01-01 emergency-management
        forest-fire 国 2019-01-01 emergency-management
        geological-disasters 国 2019-01-01 emergency-management
        earthquake-response 国 2019-01-01 emergency-management""",
    "组建国家综合性消防救援队伍框架方案 (2018)": """
        fire 县 2015-07-30 public-security
        fire 县 2019-01-01 emergency-management""",
    f"{P2018}: 重新组建司法部; 优化审计署职责": """
        legal-affairs 市 2015-07-30 gov-legal-affairs
        legal-affairs 市 2020-01-01 justice
        legal-affairs 国 2018-12-01 justice
        major-project-inspection 国 2019-01-01 audit
        foreign-experts 国 2019-01-01 science-technology""",
    f"{P2018}: 组建国家市场监督管理总局": """
        commerce-registration 县 2015-07-30 industry-commerce
        commerce-registration 县 2020-01-01 market-regulation
        quality 省 2019-01-01 market-regulation
        food-safety 国 2019-01-01 market-regulation
        drug-production 省 2019-06-01 drug
        drug-production 国 2019-01-01 drug
        drug-retail 市 2020-01-01 market-regulation
        drug-retail 县 2020-01-01 market-regulation
        price-inspection 国 2017-01-01 development-reform
        price-inspection 国 2019-01-01 market-regulation
        price-inspection 县 2020-01-01 market-regulation
        merger-review 国 2019-01-01 market-regulation
        local-intellectual-property 市 2020-01-01 market-regulation
        trademarks 国 2019-01-01 intellectual-property""",
    f"{P2018}: 组建国家医疗保障局": """
        medical-insurance 国 2017-01-01 human-resources
        medical-insurance 市 2020-01-01 medical-security
        rural-medical-insurance 国 2017-01-01 health-family-planning
        rural-medical-insurance 县 2020-01-01 medical-security
        drug-prices 国 2019-01-01 medical-security
        medical-assistance 国 2019-01-01 medical-security""",
    f"{P2018}: 中央宣传部统一管理新闻出版和电影工作; 组建国家广播电视总局": """
        press-publication 国 2019-01-01 propaganda-department
        film 国 2019-01-01 propaganda-department
        film 国 2017-01-01 press-broadcast
        radio-television 国 2019-01-01 radio-television
        radio-television 县 2020-01-01 culture-tourism""",
    f"{P2018}: 中央组织部统一管理公务员工作; 中央统战部统一管理侨务、宗教工作": """
        civil-service 国 2019-01-01 organisation-department
        civil-service 县 2020-01-01 organisation-department
        overseas-chinese 国 2019-01-01 united-front
        religion 国 2019-01-01 united-front
        stability 国 2019-01-01 political-legal
        security-governance 市 2020-01-01 political-legal
        archives 市 2020-01-01 party-office""",
    f"{S2018}: 国际发展合作署、粮食和物资储备局、移民管理局、林业和草原局、银保监会、海关": """
        foreign-aid 国 2019-01-01 international-cooperation
        grain 国 2019-01-01 grain-reserves
        grain 县 2020-01-01 development-reform
        immigration 国 2019-01-01 immigration
        forestry 国 2019-01-01 forestry-grassland
        banking-regulation 国 2019-01-01 banking-insurance-commission
        insurance-regulation 国 2017-01-01 insurance-regulatory
        quarantine 国 2019-01-01 customs
        three-gorges 国 2019-01-01 water""",
    "国税地税征管体制改革方案 (2018)": """
        local-tax 市 2018-07-04 local-tax
        local-tax 市 2018-07-05 tax
        national-tax 省 2018-06-15 tax""",
    "国家矿山安全监察局职能配置、内设机构和人员编制规定 (2020)": """
        mine-safety 国 2019-01-01 coal-mine-safety
        mine-safety 国 2021-01-01 mine-safety""",
    "国家乡村振兴局挂牌, 2021-02-25": """
        poverty-relief 国 2020-12-31 poverty-alleviation
        poverty-relief 国 2021-02-25 rural-revitalization
        poverty-relief 县 2022-01-01 rural-revitalization""",
    "省市县国防动员办公室挂牌, 2022年12月": """
        civil-air-defence 市 2022-01-01 civil-air-defence
        civil-air-defence 市 2023-06-01 national-defence-mobilization""",
    f"{P2023}: 国家金融监督管理总局、国家数据局、中央社会工作部、科学技术部": """
        banking-regulation 国 2023-06-01 financial-regulation
        insurance-regulation 省 2024-01-01 financial-regulation
        financial-holdings 国 2023-06-01 financial-regulation
        enterprise-bonds 国 2022-01-01 development-reform
        enterprise-bonds 国 2023-06-01 securities-regulatory
        digital-china 国 2022-01-01 cyberspace
        digital-china 国 2023-06-01 data
        digital-economy 国 2023-12-31 data
        rural-science 国 2023-06-01 agriculture-rural
        high-tech-industry 国 2023-06-01 industry-it
        foreign-experts 国 2023-06-01 human-resources
        grassroots-governance 国 2023-06-01 society-work
        poverty-relief 国 2023-06-01 agriculture-rural
        ageing 国 2023-06-01 civil-affairs
        hongkong-macao 国 2023-06-01 party-hongkong-macao
        local-finance-regulation 省 2025-01-01 local-financial-administration
        finance-leadership 省 2025-01-01 party-financial-office
        data-resources 省 2022-01-01 data-resources
        data-resources 省 2025-01-01 data
        big-data 市 2025-01-01 data""",
}
EACH = [(source, *line.split()) for source, lines in FACTS.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("source", "function", "level", "day", "body"), EACH)
def test_who_holds_a_function(source: str, function: str, level: str, day: str, body: str) -> None:
    assert holder(function, LEVELS[level], date.fromisoformat(day)) == body, source


def test_there_are_a_hundred_facts_and_no_two_are_one() -> None:
    assert len({fact[1:4] for fact in EACH}) == len(EACH) >= 100


@pytest.mark.parametrize(
    ("body", "level", "year", "heirs"),
    [
        ("food-drug", "national", 2018, "market-regulation drug"),
        ("food-drug", "province", 2018, "market-regulation drug"),
        ("food-drug", "prefecture", 2018, "market-regulation"),
        ("food-drug", "township", 2018, "market-regulation"),
        ("poverty-alleviation", "county", 2021, "rural-revitalization"),
        ("poverty-alleviation", "county", 2023, "agriculture-rural"),
        ("land-resources", "county", 2018, "natural-resources ecology-environment forestry-grassland"),
        ("financial-office", "prefecture", 2018, "local-financial-regulation"),
        ("financial-office", "prefecture", 2023, "local-financial-administration"),
        ("local-financial-regulation", "province", 2023, "local-financial-administration party-financial-office"),
        ("public-health", "county", 2013, "health-family-planning"),
        ("public-health", "county", 2018, "health"),
        ("work-safety", "county", 2018, "emergency-management health"),
        ("hongkong-macao", "national", 2023, "party-hongkong-macao"),
        ("hongkong-macao", "province", 2023, "hongkong-macao"),
        ("archives-bureau", "prefecture", 2018, "party-office"),
        ("press-broadcast", "national", 2018, "radio-television propaganda-department"),
        ("civil-air-defence", "county", 2018, "civil-air-defence"),
        ("gov-legal-affairs", "county", 2017, "gov-legal-affairs"),
        ("public-security", "county", 2023, "public-security"),
        ("nothing-known", "county", 2023, "nothing-known"),
    ],
)
def test_what_became_of_a_body(body: str, level: str, year: int, heirs: str) -> None:
    assert " ".join(succession(body, level, year).heirs) == heirs


def test_duties_that_leave_the_government_say_so() -> None:
    found = succession("supervision-bureau", "prefecture", 2018)
    assert found.left
    assert found.heirs == ("supervisory-commission",)
    assert found.event is not None
    assert found.event.title == "国家监察体制改革"
    assert not succession("gov-legal-affairs", "prefecture", 2018).left


def test_a_reform_has_its_own_day_at_each_level() -> None:
    event = ended("agriculture", "county")
    assert event is not None
    assert [event.date_at(level) for level in ("national", "county")] == [date(2018, 3, 17), date(2019, 3, 31)]
    assert ended("drug", "province") is None
    assert ended("financial-stability", "county") is None


def test_predecessors_are_those_that_ended() -> None:
    assert predecessors("emergency-management", "county") == ("work-safety", "emergency-office")
    assert predecessors("public-security", "national") == ("cult-prevention-office",)
    assert predecessors("tax", "township") == ("national-tax", "local-tax")


def test_circles_and_contradictions_are_refused() -> None:
    one = next(row for row in reforms().transfers if row.body == "gov-legal-affairs")
    later = replace(one, date=date(2030, 1, 1))
    back = replace(one, body=one.heir, heir=one.body, fate=Fate.MOVES)
    for wrong, said in (
        ([one, back], "a circle"),
        ([one, replace(later, body=one.heir, heir=one.body)], "a circle"),
        ([replace(one, heir=one.body)], "to itself"),
        ([replace(one, fate=Fate.MOVES), replace(back, function=one.function)], "each other"),
        ([one, replace(one, heir="gov-office")], "two heirs"),
        ([one, replace(later, body="gov-office", heir="audit")], "does not hold"),
    ):
        with pytest.raises(ReformError, match=said):
            checked(wrong)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"level": "国", "source": " "}], "no source"),
        ([{"level": "国"}, {"level": "国", "date": "2030-02-01"}], "two dates"),
    ],
)
def test_an_event_without_source_or_with_two_dates_is_refused(rows: list[dict[str, str]], said: str) -> None:
    whole = {"event": "2030-made", "year": "2030", "title": "甲", "date": "2030-01-01", "source": "乙"}
    with pytest.raises(ReformError, match=said):
        list(_events([{**whole, **row} for row in rows]))


def test_a_body_founded_twice_or_after_its_end_is_refused() -> None:
    event, level, body = next(one for one in reforms().foundings if one[1] == "county")
    assert founded([(event, level, body)], ()) == ((event, level, body),)
    day = event.date_at(level)
    assert day is not None
    end = replace(reforms().transfers[0], body=body, level=level, date=day, fate=Fate.ENDS)
    for foundings, transfers in (([(event, level, body)] * 2, []), ([(event, level, body)], [end])):
        with pytest.raises(ReformError, match="founds"):
            founded(foundings, transfers)


def test_every_fact_is_dated_and_cited() -> None:
    assert all(one.source and one.event.source for one in reforms().transfers)
    assert all(one.date.year in {one.event.year, one.event.year + 1, one.event.year + 2} for one in reforms().transfers)


def test_the_rdf_holds_each_transfer_as_a_change_event() -> None:
    graph = Graph().parse(data=document(), format="nt")
    changes = set(graph.subjects(RDF.type, ORG.ChangeEvent))
    assert len(changes) == len(reforms().transfers) + len(reforms().events)
    legal = URIRef(f"{ID}reform/2018-party-state/county/legal-affairs/gov-legal-affairs")
    assert graph.value(legal, ORG.originalOrganization) == URIRef(f"{ID}body/gov-legal-affairs")
    assert graph.value(legal, ORG.resultingOrganization) == URIRef(f"{ID}body/justice")
    assert str(graph.value(legal, DCTERMS.date)) == "2019-03-31"
    assert graph.value(graph.value(legal, DCTERMS.isPartOf), DCTERMS.bibliographicCitation) is not None


def test_names_and_rdf_agree_on_every_end() -> None:
    graph = Graph().parse(data=document(), format="nt")
    stated = {line.split(",")[0] + line.split(",")[1]: line.split(",")[3] for line in validity().splitlines()[1:]}
    letters = {level: letter for letter, level in LEVELS.items()}
    for one in reforms().transfers:
        if one.ends:
            node = URIRef(f"{ID}reform/{one.event.key}/{one.level}/{one.function}/{one.body}")
            assert stated[one.body + letters[one.level]] == str(graph.value(node, DCTERMS.date))[:4]
