import org.openapitools.client.ApiClient;
import org.openapitools.client.api.OrdersApi;
import org.openapitools.client.model.OrderAccepted;
import org.openapitools.client.model.OrderState;
import org.openapitools.client.model.OrderStatus;
import org.openapitools.client.model.PlaceOrderRequest;
import org.openapitools.client.model.RequestedItem;

/** Places an order by the client that openapi-generator generated. */
public class PlaceOrder {
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("ORDERSTREAM_URL"));
    client.setRequestInterceptor(request -> request.header("x-api-key", System.getenv("ORDERSTREAM_API_KEY")));
    OrdersApi orders = new OrdersApi(client);
    PlaceOrderRequest request = new PlaceOrderRequest()
        .userId("generated")
        .currency("GBP")
        .addItemsItem(new RequestedItem().sku(System.getenv("ORDERSTREAM_SKU")).qty(2))
        .paymentToken("tok_approve");
    OrderAccepted placed = orders.placeOrder(request, "openapi-generator-java");
    OrderStatus status = orders.getOrderStatus(placed.getOrderId(), null);
    OrderState state = status.getStatus();
    boolean provisional = Boolean.TRUE.equals(status.getProvisional());
    System.out.println(placed.getOrderId() + " " + state.getValue() + " " + provisional);
  }
}
