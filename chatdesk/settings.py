"""Django's settings, read once from the environment; the embedded shape needs none of it set."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from chatdesk import env
from chatdesk.starting import frontend

env.check_names()
HOME = Path(__file__).resolve().parent.parent
DATA = env.folder("CHATDESK_DATA", default=Path("~/.local/share/chatdesk"))
TESTING = env.flag("CHATDESK_TESTING", default=False)
DEMO = env.flag("CHATDESK_DEMO", default=False)
REDIS_URL = env.url("CHATDESK_REDIS_URL", schemes=("redis", "rediss", "unix"))
DATABASE_URL = env.url("CHATDESK_DATABASE_URL", schemes=("postgres", "postgresql"))
PUBLIC_URL = env.url("CHATDESK_PUBLIC_URL", schemes=("http", "https")).rstrip("/")
TRUSTED_PROXIES = env.networks("CHATDESK_TRUSTED_PROXIES")
URL = env.url("CHATDESK_URL", schemes=("http", "https")).rstrip("/")  # where `up` listens
SMTP, MAIL_FROM = env.smtp(), env.mail_from()
SECRET_KEY = env.text("CHATDESK_SECRET_KEY") or secrets.token_urlsafe(48)

NAME = f"chatdesk {os.getpid()}@{socket.gethostname()}"[:63]  # as PostgreSQL lists us

DEBUG = False
ALLOWED_HOSTS = ["*"]  # the strict check of scheme, host and port is ours: chatdesk.kernel.origin
ROOT_URLCONF = "chatdesk.urls"
ASGI_APPLICATION = "chatdesk.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ, TIME_ZONE, LANGUAGE_CODE = True, "UTC", "en"
LANGUAGES = [("en", "English"), ("zh", "中文")]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "allauth", "allauth.account", "allauth.mfa", "allauth.usersessions",
    "chatdesk.kernel", "accounts", "customers", "routing", "kb", "bot", "conversations", "tickets", "insights",
    "administration", "chatdesk.demo", "ninja",
]  # fmt: skip
MIDDLEWARE = [
    "chatdesk.kernel.http.Frame",
    "chatdesk.accesslog.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "customers.access.Cors",
    "chatdesk.pacing.Pace",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.gate.Gate",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER, MFA_ADAPTER = "accounts.adapters.Accounts", "accounts.adapters.SecondStep"
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD, ACCOUNT_EMAIL_VERIFICATION = None, "none"
ACCOUNT_RATE_LIMITS = False  # accounts.signing counts, in the database, for every way in
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # s, from password or code to a change of the account's security
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER, MFA_RECOVERY_CODES_SHOW_ONCE = "chatdesk", True
MFA_TOTP_PERIOD, MFA_TOTP_TOLERANCE = 30, 1  # s, and how many periods before and after are good as well
PASSWORD_RESET_TIMEOUT = 24 * 3600  # s; a link works once anyway
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_NAME = "__Host-sessionid" if SESSION_COOKIE_SECURE else "sessionid"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC_URL.startswith("https://") else 0
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(PUBLIC_URL))] if PUBLIC_URL else []
CSRF_FAILURE_VIEW = "accounts.views.too_old"
LOGIN_URL = "/sign-in/"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
FRONTEND = frontend.place()


def database() -> dict[str, Any]:
    """PostgreSQL where a URL is given, else one SQLite file that loses nothing on power loss."""
    if DATABASE_URL:
        parts = urlsplit(DATABASE_URL)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "connect_timeout": "5",
                "application_name": NAME,
                **dict(parse_qsl(parts.query)),
            },  # as ?sslmode=require
        }
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "chatdesk.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": pragmas},
        "TEST": {"NAME": DATA / "test.sqlite3"},
    }


DATABASES = {"default": database()}
CACHES = {
    "default": (
        {
            "BACKEND": "chatdesk.kernel.shared.Cache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "health_check_interval": 10}]},
        }
        if REDIS_URL
        else {"BACKEND": "chatdesk.kernel.layer.InProcessLayer"}
    )
}
LOGGING_CONFIG = None
