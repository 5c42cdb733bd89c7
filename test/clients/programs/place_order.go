// Places an order by the client that oapi-codegen generated.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"orderstream.test/client/orderstream"
)

func main() {
	ctx := context.Background()
	withKey := func(_ context.Context, request *http.Request) error {
		request.Header.Set("x-api-key", os.Getenv("ORDERSTREAM_API_KEY"))
		return nil
	}
	client, err := orderstream.NewClientWithResponses(os.Getenv("ORDERSTREAM_URL"), orderstream.WithRequestEditorFn(withKey))
	if err != nil {
		panic(err)
	}
	body := orderstream.PlaceOrderRequest{UserId: "generated", Currency: "GBP", PaymentToken: "tok_approve"}
	body.Items = append(body.Items, struct {
		Qty orderstream.Quantity `json:"qty"`
		Sku orderstream.Sku      `json:"sku"`
	}{Qty: 2, Sku: os.Getenv("ORDERSTREAM_SKU")})
	key := "oapi-codegen"
	placed, err := client.PlaceOrderWithResponse(ctx, &orderstream.PlaceOrderParams{IdempotencyKey: &key}, body)
	if err != nil {
		panic(err)
	}
	if placed.JSON201 == nil {
		panic(fmt.Sprintf("%s %s", placed.HTTPResponse.Status, placed.Body))
	}
	status, err := client.GetOrderStatusWithResponse(ctx, placed.JSON201.OrderId, &orderstream.GetOrderStatusParams{})
	if err != nil {
		panic(err)
	}
	var state orderstream.OrderState = status.JSON200.Status
	provisional := status.JSON200.Provisional != nil && *status.JSON200.Provisional
	fmt.Println(placed.JSON201.OrderId, state, provisional)
}
