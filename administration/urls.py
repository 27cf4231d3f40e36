"""The routes of administration: settings and first run for administrators, and two doors for one-time links."""

from __future__ import annotations

from django.urls import path, re_path

from administration.views import (
    categories,
    doors,
    faqs,
    home,
    keys,
    mail,
    people,
    places,
    seats,
    security,
    site,
    start,
)

SETTINGS = [
    path("", home.home),
    path("site/", site.first),
    path("site/new/", site.new),
    path("site/<slug:key>/", site.show),
    path("site/<slug:key>/seen/", site.seen),
    re_path(r"^site/(?P<key>[\w-]+)/(?P<part>basics|talk|times|colour|reveal|rotate)/$", site.change),
    path("colour/", site.shade),
    path("people/", people.everybody),
    re_path(r"^people/(?P<pk>\d{1,18})/(?P<what>role|enable|disable|seat)/$", people.change),
    re_path(r"^people/invitation/(?P<pk>\d{1,18})/(?P<what>renew|withdraw)/$", people.invitation),
    path("teams/", places.teams),
    path("teams/new/", places.team),
    path("teams/<slug:key>/", places.team),
    path("hours/", places.all_hours),
    re_path(r"^hours/(?P<kind>site|team)/(?P<key>[\w-]+)/$", places.one_hours),
    path("skills/", places.all_skills),
    path("skills/<slug:key>/", places.skill),
    path("seats/", seats.matrix),
    path("security/", security.policy),
    path("mail/", mail.show),
    path("mail/rows/", mail.rows),
    path("mail/test/", mail.test),
    path("mail/<uuid:pk>/retry/", mail.retry),
    path("keys/", keys.all_keys),
    re_path(r"^keys/(?P<pk>\d{1,18})/revoke/$", keys.revoke),
    path("categories/", categories.every),
    path("categories/new/", categories.one),
    path("categories/<slug:key>/", categories.one),
    path("faqs/", faqs.all_faqs),
    path("faqs/new/", faqs.faq),
    path("faqs/import/", faqs.bring_in),
    path("faqs/export/", faqs.take_out),
    path("faqs/<slug:key>/", faqs.faq),
    path("faqs/<slug:key>/delete/", faqs.delete),
]
START = [path("", start.overview), path("hide/", start.hide), path("<slug:key>/", start.step)]
DOORS = [
    path("owner/<slug:token>/", doors.owner_page),
    path("invitation/<slug:token>/", doors.invitation_page),
    path("try/<slug:key>/", home.tryout),
]
