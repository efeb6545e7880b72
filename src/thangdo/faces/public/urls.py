"""The addresses of the public face; each page also gives its tables and charts under its own address."""

from django.urls import path

from thangdo.faces.public import assessed, assessments, compare, editions, home, units
from thangdo.faces.public.pages import addresses

urlpatterns = [
    *addresses("", "home", home.home),
    *addresses("assessments/", "assessments", assessments.listing),
    *addresses("assessments/<slug:assessment>/", "assessment", assessments.overview),
    *addresses("assessments/<slug:assessment>/units/<str:unit>/", "assessed", assessed.one),
    *addresses("editions/", "editions", editions.listing),
    *addresses("editions/<slug:edition>/", "edition", editions.one),
    path("editions/<slug:edition>/edition.yaml", editions.source, name="edition-source"),
    *addresses("compare/", "compare", compare.compare),
    *addresses("units/", "units", units.register),
    *addresses("units/<slug:scheme>/<str:code>/", "unit", units.one),
    path("series/", home.home, name="series"),
    path("methods/", home.home, name="methods"),
    path("data/", home.home, name="data"),
    path("about/", home.home, name="about"),
]
