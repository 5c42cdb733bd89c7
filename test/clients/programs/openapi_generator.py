"""Places an order by the client that openapi-generator generated."""

import os

import orderstream_client
from orderstream_client.models import OrderState, PlaceOrderRequest, RequestedItem

configuration = orderstream_client.Configuration(
    host=os.environ["ORDERSTREAM_URL"], api_key={"apiKey": os.environ["ORDERSTREAM_API_KEY"]}
)
with orderstream_client.ApiClient(configuration) as client:
    orders = orderstream_client.OrdersApi(client)
    request = PlaceOrderRequest(
        user_id="generated",
        currency="GBP",
        items=[RequestedItem(sku=os.environ["ORDERSTREAM_SKU"], qty=2)],
        payment_token="tok_approve",
    )
    placed = orders.place_order(request, idempotency_key="openapi-generator-python")
    status = orders.get_order_status(placed.order_id)
    assert isinstance(status.status, OrderState), status.status
    assert status.provisional is None or isinstance(status.provisional, bool), status.provisional
    print(placed.order_id, status.status.value, "true" if status.provisional else "false")
