import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plut_portal.settings")

app = Celery("plut_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
