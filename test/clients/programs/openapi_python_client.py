"""Places an order by the client that openapi-python-client generated."""

import os

from orderstream_client import AuthenticatedClient
from orderstream_client.api.orders import get_order_status, place_order
from orderstream_client.models import OrderAccepted, OrderState, OrderStatus, PlaceOrderRequest

client = AuthenticatedClient(
    base_url=os.environ["ORDERSTREAM_URL"],
    token=os.environ["ORDERSTREAM_API_KEY"],
    prefix="",
    auth_header_name="x-api-key",
)
request = PlaceOrderRequest.from_dict(
    {
        "user_id": "generated",
        "currency": "GBP",
        "items": [{"sku": os.environ["ORDERSTREAM_SKU"], "qty": 2}],
        "payment_token": "tok_approve",
    }
)
placed = place_order.sync(client=client, body=request, idempotency_key="openapi-python-client")
assert isinstance(placed, OrderAccepted), placed
status = get_order_status.sync(placed.order_id, client=client)
assert isinstance(status, OrderStatus), status
assert isinstance(status.status, OrderState), status.status
assert status.provisional is True or not status.provisional, status.provisional
print(placed.order_id, status.status.value, "true" if status.provisional else "false")
