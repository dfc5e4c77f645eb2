from django.urls import path

from exhibitions.views import catalogue, enquiries

app_name = "catalogue"

# /katalog/
urlpatterns = [
    path("", catalogue.product_list, name="list"),
    path("pembuat/<uuid:public_id>/", catalogue.maker, name="maker"),
    path("pertanyaan/", enquiries.enquiry_list, name="enquiry_list"),
    path("pertanyaan/<uuid:public_id>/terjawab/", enquiries.enquiry_answer, name="enquiry_answer"),
    path("<uuid:public_id>/", catalogue.product, name="product"),
    path("<uuid:public_id>/wa/", enquiries.chat_count, name="chat_count"),
    path("<uuid:public_id>/tanya/", enquiries.enquiry_create, name="enquiry_create"),
]
