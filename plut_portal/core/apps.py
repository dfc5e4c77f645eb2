from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "plut_portal.core"
    verbose_name = _("Office")
    default = True


class StaticFilesConfig(DjangoStaticFilesConfig):
    # Of Bootstrap one stylesheet is used; compressing the rest takes three times as long as all else.
    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        "bootstrap/js/*",
        "bootstrap-*.css*",
        "*.rtl.*",
    ]
