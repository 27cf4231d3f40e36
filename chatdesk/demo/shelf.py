"""What the demo shop's page says and sells, in zh and en. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One thing on the shelf; `art` names its drawing in art.html, `price` is in yuan."""

    art: str
    price: int
    zh: tuple[str, str]  # name, origin and measure
    en: tuple[str, str]


ITEMS = (
    Item("leaves", 268, ("明前龙井", "西湖 · 50 克"), ("Pre-Qingming Longjing", "West Lake · 50\u00a0g")),
    Item("gaiwan", 198, ("粉青盖碗", "龙泉 · 110 毫升"), ("Celadon gaiwan", "Longquan · 110\u00a0ml")),
    Item("teapot", 680, ("紫砂石瓢壶", "宜兴 · 160 毫升"), ("Yixing shipiao teapot", "Clay · 160\u00a0ml")),
    Item("cake", 320, ("古树白茶饼", "景谷 · 200 克"), ("Old-tree white, cake", "Jinggu · 200\u00a0g")),
    Item(
        "pitcher",
        88,
        ("玻璃公道杯", "耐热 · 300 毫升"),
        ("Glass fairness pitcher", "Heat-proof · 300\u00a0ml"),
    ),
    Item("tin", 236, ("凤凰单丛", "潮州 · 100 克"), ("Phoenix Dancong", "Chaozhou · 100\u00a0g")),
)

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "闲山 Idle Hill · 茶与茶器",
        "bar": "满 299 元包邮 · 茶器破损免费补寄",
        "name": "闲山",
        "other_name": "Idle Hill",
        "season": "本季常备",
        "story": "茶事",
        "promises": "配送与退换",
        "swap": "EN",
        "swap_label": "Switch to English",
        "theme": "切换深浅外观",
        "bag": "购物袋",
        "add": "加入购物袋",
        "hero_1": "水开了，",
        "hero_2": "不着急。",
        "lead": "六座茶山的当季新茶，三位匠人的手作茶器。少而精，喝得完，用得久。",
        "cta": "看看今年的春茶",
        "tag": "新茶",
        "story_title": "先烫杯，再说话",
        "story_text": "一泡龙井，三克茶，八十五度的水，两分钟。"
        "剩下的时间，看窗外那座山就好。每款新茶器，我们都自己先用上一个月，顺手了才上架。",
        "ship": "当天 16:00 前下单，当天发货",
        "ship_more": "杭州仓发出，江浙沪次日到",
        "broken": "破损补寄",
        "broken_more": "7 天内拍照即可，不用寄回",
        "taste": "不合口味可退",
        "taste_more": "未开封的茶，15 天内",
        "firm": "闲山茶舍（演示店铺）",
        "phone": "400-000-1206，每天 9:00–21:00",
    },
    "en": {
        "title": "Idle Hill 闲山 · Tea and teaware",
        "bar": "Free delivery over ¥299 · Breakages replaced",
        "name": "Idle Hill",
        "other_name": "闲山",
        "season": "On the shelf this season",
        "story": "Journal",
        "promises": "Delivery and returns",
        "swap": "中文",
        "swap_label": "切换到中文",
        "theme": "Switch between light and dark",
        "bag": "Bag",
        "add": "Add to bag",
        "hero_1": "The water’s ready.",
        "hero_2": "No rush.",
        "lead": "Fresh teas from six hills, teaware from three workshops. Few things, well made, used daily.",
        "cta": "See this year’s spring teas",
        "tag": "New crop",
        "story_title": "Warm the cup, then talk",
        "story_text": "Three grams of Longjing, water at 85\u00a0°C, two minutes. "
        "The rest of the time is for the hill outside. "
        "We use each new design ourselves for a month before it goes on the shelf.",
        "ship": "Order by 16:00, sent the same day",
        "ship_more": "From Hangzhou; abroad in 6–9 days",
        "broken": "Broken? Replaced",
        "broken_more": "Send a photo within 7 days",
        "taste": "Not to your taste? Return it",
        "taste_more": "Unopened tea, within 15 days",
        "firm": "Idle Hill (demo shop)",
        "phone": "+86 400-000-1206, 9:00–21:00 daily",
    },
}
