"""The WSGI application, for gunicorn: `gunicorn thangdo.site.wsgi:application`."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
django.setup()

from thangdo.site.static import collect  # noqa: E402

collect()
application = get_wsgi_application()
