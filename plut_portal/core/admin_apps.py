from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    default_site = "plut_portal.core.admin_site.OfficeSite"
