"""Photos of what a business makes: sent as the phone has it, shown as we made it anew."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Product, ProductPhoto
from businesses.services import uploads
from businesses.services.remarks import mend_changed
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.core import images, queue
from plut_portal.core.errors import PortalError

# A tenth smaller than JPEG at the same look; every phone in use shows it.
KIND, QUALITY = "WEBP", 70
MOST_PHOTOS = 5


class TooManyPhotos(PortalError):
    status = 403


@transaction.atomic
def add_photo(
    *,
    business: Business,
    file: "UploadedFile[bytes]",
    by: User,
    at: datetime,
    show_to_all: bool = False,
) -> ProductPhoto:
    """Take the cover of the first product. The one shown before stays until this is ready.

    `show_to_all` gives the consent for that, which is never taken back here.
    """
    # Two photos sent at once take turns, so that the later one is the one that counts.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    product = _first_product(business)
    if show_to_all:
        account_services.give_consent(user=by, purpose=Consent.Purpose.CATALOGUE, at=at)
    return _take(product, file, 0, by=by, at=at)


@transaction.atomic
def add_product_photo(
    *, product: Product, file: "UploadedFile[bytes]", by: User, at: datetime
) -> ProductPhoto:
    """Take another photo of this product, behind the others. Raises TooManyPhotos past five."""
    Business.objects.select_for_update(no_key=True).get(pk=product.business_id)
    failed = ProductPhoto.State.FAILED
    present = product.photos.present().exclude(state=failed)
    taken = set(present.values_list("position", flat=True))
    free = next((place for place in range(MOST_PHOTOS) if place not in taken), None)
    if free is None:
        raise TooManyPhotos(
            _("A product has at most %(count)d photos. Remove one first.") % {"count": MOST_PHOTOS}
        )
    return _take(product, file, free, by=by, at=at)


def _take(
    product: Product, file: "UploadedFile[bytes]", position: int, *, by: User, at: datetime
) -> ProductPhoto:
    in_place = product.photos.present().filter(position=position)
    for earlier in in_place.exclude(state=ProductPhoto.State.READY):
        uploads.remove(earlier)
    photo = ProductPhoto(product=product, position=position, uploaded_by=by, uploaded_at=at)
    photo.original.save("file", file, save=False)
    photo.save()
    mend_changed(business=product.business, fields=["photo"], at=at)
    queue.enqueue("businesses.process_photo", photo_id=photo.pk)
    return photo


def _first_product(business: Business) -> Product:
    there = business.products.offered().in_order().first()
    return there or Product.objects.create(business=business, name=business.makes)


@transaction.atomic
def remove_photo(*, business: Business) -> None:
    """Take the cover of the first product away for good. Twice is harmless."""
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    first = business.products.offered().in_order().first()
    for photo in ProductPhoto.objects.present().filter(product=first, position=0):
        uploads.remove(photo)


@transaction.atomic
def remove_product_photo(*, photo: ProductPhoto) -> None:
    """Take this photo away for good. Twice is harmless."""
    there = ProductPhoto.objects.present().select_for_update().filter(pk=photo.pk).first()
    if there:
        uploads.remove(there)


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
    in_place = photo.product.photos.ready().filter(position=photo.position)
    for shown in in_place.select_for_update():
        uploads.remove(shown)
    # Largest first, as they were made.
    for edge, copy in zip(sorted(ProductPhoto.SIZES, reverse=True), copies, strict=True):
        uploads.keep(getattr(photo, ProductPhoto.SIZES[edge]), copy.data)
    photo.width, photo.height = copies[0].width, copies[0].height
    photo.become(ProductPhoto.State.READY)
