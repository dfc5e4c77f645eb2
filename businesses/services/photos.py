"""One photo of what a business makes: sent as the phone has it, shown as we made it anew."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from businesses.models import Business, Product, ProductPhoto
from businesses.services import uploads
from businesses.services.remarks import mend_changed
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.core import images, queue

# A tenth smaller than JPEG at the same look; every phone in use shows it.
KIND, QUALITY = "WEBP", 70


@transaction.atomic
def add_photo(
    *,
    business: Business,
    file: "UploadedFile[bytes]",
    by: User,
    at: datetime,
    show_to_all: bool = False,
) -> ProductPhoto:
    """Take a photo that the form has looked at. The one shown before stays until this is ready.

    `show_to_all` gives the consent for that, which is never taken back here.
    """
    # Two photos sent at once take turns, so that the later one is the one that counts.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    product = _only_product(business)
    for earlier in product.photos.present().exclude(state=ProductPhoto.State.READY):
        uploads.remove(earlier)
    if show_to_all:
        account_services.give_consent(user=by, purpose=Consent.Purpose.CATALOGUE, at=at)
    photo = ProductPhoto(product=product, uploaded_by=by, uploaded_at=at)
    photo.original.save("file", file, save=False)
    photo.save()
    mend_changed(business=business, fields=["photo"], at=at)
    queue.enqueue("businesses.process_photo", photo_id=photo.pk)
    return photo


def _only_product(business: Business) -> Product:
    there = business.products.filter(is_active=True).order_by("position", "pk").first()
    return there or Product.objects.create(business=business, name=business.makes)


@transaction.atomic
def remove_photo(*, business: Business) -> None:
    """Take every photo of the business away for good. Twice is harmless."""
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    for photo in ProductPhoto.objects.present().filter(product__business=business):
        uploads.remove(photo)


def process_photo(*, photo_id: int) -> str:
    """Make the sizes that pages show and throw the sent file away. Answers with the new state.

    May run twice, or be killed half way: the row stays locked until all is written.
    """
    if not uploads.claim(ProductPhoto.objects.all(), photo_id):
        return "not ours"
    return _process(photo_id)


@transaction.atomic
def _process(photo_id: int) -> str:
    photo = uploads.lock(ProductPhoto.objects.select_related("product"), photo_id)
    if photo is None:
        return "not ours"
    data = uploads.read(photo.original)
    try:
        copies = images.remake(data, edges=ProductPhoto.SIZES, kind=KIND, quality=QUALITY)
    except images.Unreadable:
        photo.become(ProductPhoto.State.FAILED)
    else:
        _show(photo, copies)
    uploads.forget([photo.original])
    photo.save()
    return photo.state


def _show(photo: ProductPhoto, copies: list[images.Picture]) -> None:
    for shown in photo.product.photos.ready().select_for_update():
        uploads.remove(shown)
    # Largest first, as they were made.
    for edge, copy in zip(sorted(ProductPhoto.SIZES, reverse=True), copies, strict=True):
        uploads.keep(getattr(photo, ProductPhoto.SIZES[edge]), copy.data)
    photo.width, photo.height = copies[0].width, copies[0].height
    photo.become(ProductPhoto.State.READY)
