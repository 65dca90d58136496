"""Pictures that a person orders for one content, outside of any run."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from igny8.content.models import Image
from igny8.content.services.images import Drawn, draw_featured, price_of_image, store_featured
from igny8.core.ids import new_id
from igny8.credits.services import Payee, require_available, reserve, settle


@dataclass(frozen=True, slots=True)
class Ordered:
    """A picture that is drawn, and neither stored nor paid."""

    content_id: UUID
    drawn: Drawn
    price: int


def order_picture(*, content_id: UUID, provider: str) -> Ordered:
    """Draw another featured image than those that the content has; outside of any transaction.

    :raises InsufficientCredits: before anything is drawn.
    :raises InvalidInput: when that provider is not configured.
    :raises ProviderError, ProviderUnavailable: as the model does.
    """
    price = price_of_image(provider)
    require_available(amount=price)
    earlier = Image.objects.filter(content_id=content_id).count()
    drawn = draw_featured(content_id=content_id, provider=provider, variant=earlier)
    return Ordered(content_id, drawn, price)


def store_ordered(order: Ordered) -> Image:
    """Store an ordered picture and pay for it, both or neither; inside a transaction.

    :raises CannotPay: when the credits went elsewhere meanwhile, or a budget has no room.
    """
    image = store_featured(content_id=order.content_id, drawn=order.drawn)
    payee = Payee(key=f"picture:{new_id()}", reason="Picture drawn by hand", item=str(order.content_id))
    reserve(amount=order.price, payee=payee)
    settle(amount=order.price, payee=payee)
    return image
