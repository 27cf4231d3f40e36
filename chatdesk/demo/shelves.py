"""The demo's knowledge base as rows, from `kb/demo/faqs`."""

from __future__ import annotations

from django.db.models import F

from chatdesk.demo.people import TOPICS
from kb.demobase import demo_base
from kb.models import Article, Category, Version, Wording

NAMES = {
    **TOPICS,
    "shipping": {"zh": "配送", "en": "Shipping"},
    "store": {"zh": "门店", "en": "Our shops"},
    "products": {"zh": "茶与茶器", "en": "Tea and teaware"},
    "orders": {"zh": "订单", "en": "Orders"},
    "account": {"zh": "账户与会员", "en": "Account and membership"},
}


def fill() -> None:
    """Make every category and article; what the people of a topic must know is the topic's own skill."""
    faqs = demo_base()
    places = {
        key: Category.objects.create(key=key, name=NAMES[key], skill=key if key in TOPICS else "")
        for key in sorted({faq["category"] for faq in faqs})
    }
    articles = Article.objects.bulk_create(
        Article(key=faq["id"], category=places[faq["category"]]) for faq in faqs
    )
    Wording.objects.bulk_create(
        Wording(article=article, lang=lang, **faq[lang])
        for article, faq in zip(articles, faqs, strict=True)
        for lang in ("zh", "en")
    )
    Version.objects.get_or_create(pk=1)
    Version.objects.update(number=F("number") + 1)
