"""What the pages of the vocabulary and of things say, Chinese first; a closed list beside the catalogue of all pages."""

from collections.abc import Mapping

from api.locale.words import Lang, spoken
from graph.texts import Bilingual


def say(lang: Lang, key: str, **values: object) -> str:
    """Give a sentence of these pages.

    >>> say(Lang.ZH, "sort.class"), say(Lang.EN, "sort.class")
    ('类', 'Classes')

    Raises:
        KeyError: when the catalogue has no such sentence, or a placeholder has no value.
    """
    return spoken(WORDS, lang, key, **values)


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


WORDS: Mapping[str, Bilingual] = {
    "question": _("图里的每个词是什么意思？", "What does each word of the graph mean?"),
    "what": _(
        "{count} 个词，一词一义：代码、数据、问题和页面用的都是它。命名空间 {namespace}，版本 {version}。",
        "{count} terms, one meaning each: code, data, questions and pages use the same. "
        "Namespace {namespace}, version {version}.",
    ),
    "files": _("词表文件", "The vocabulary as a file"),
    "shapes": _("校验规则（SHACL）", "Shapes (SHACL)"),
    "list": _("词汇一览", "All terms"),
    "sort.class": _("类", "Classes"),
    "sort.object_property": _("关系", "Relations"),
    "sort.datatype_property": _("字段", "Fields"),
    "sort.scheme": _("取值表", "Lists of values"),
    "sort.concept": _("取值", "Values"),
    "example": _("例", "Example"),
    "written": _("原文写法", "As plans write it"),
    "notation": _("代码里的值", "Value in code"),
    "tie.rdfs:subClassOf": _("属于类", "Subclass of"),
    "tie.rdfs:subPropertyOf": _("属于关系", "Subproperty of"),
    "tie.rdfs:domain": _("用于", "Said of"),
    "tie.rdfs:range": _("取值", "Gives"),
    "tie.skos:exactMatch": _("等同于", "Same as"),
    "tie.skos:closeMatch": _("相近于", "Close to"),
    "tie.skos:relatedMatch": _("相关于", "Related to"),
    "tie.skos:inScheme": _("在取值表", "In the list"),
    "tie.rdfs:seeAlso": _("另见", "See also"),
    "thing.title": _("关于这个名称", "About this name"),
    "thing.what": _("图里关于 {iri} 的全部说法。", "All that the graph says about {iri}."),
    "thing.page": _("打开它的页面", "Open its page"),
    "thing.says": _("它的属性", "What it says"),
    "thing.of": _("谁提到它", "What points to it"),
    "thing.cut": _("只列出前 {count} 条；完整内容请下载。", "The first {count} only; download for the rest."),
    "thing.graph": _("命名图，共 {count} 条三元组。", "A named graph of {count} triples."),
    "thing.property": _("属性", "Property"),
    "thing.value": _("值", "Value"),
    "thing.subject": _("主语", "Subject"),
}
