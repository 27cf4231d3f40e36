"""The words of the pages on one's own account."""

OWN = {
    "en": {
        "title": "Your account",
        "profile": "Profile",
        "name": "Name",
        "mail": "E-mail address",
        "role": "Role",
        "since": "Here since",
    },
    "zh": {
        "title": "我的账号",
        "profile": "个人信息",
        "name": "姓名",
        "mail": "邮箱",
        "role": "角色",
        "since": "加入时间",
    },
}  # fmt: skip
