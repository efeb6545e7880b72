"""The addresses that an OpenID Connect provider knows: the same in both languages."""

from thangdo.faces.office.account import oidc_urlpatterns as urlpatterns

__all__ = ["urlpatterns"]
