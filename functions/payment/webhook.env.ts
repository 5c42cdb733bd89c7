/** Variables of `payment/webhook`. */
export interface WebhookEnvironment {
  readonly PAYMENTS_TABLE: string;
  /** ARN of the secret with the endpoint's signing secret and an API key that may read payment intents. */
  readonly WEBHOOK_SECRET_ARN: string;
  /** Longest wait for the answer to one request. */
  readonly GATEWAY_TIMEOUT_MS: string;
}
