/** Closed lists: metrics counted by reason have a bounded number of names. Anything else counts as `OTHER`. */

/** Why a client cancels: the enum of `CancelOrderRequest`. Free text goes into its note. */
export const cancelRequestReasons = [
  'CHANGED_MIND',
  'ORDERED_BY_MISTAKE',
  'DUPLICATE_ORDER',
  'FOUND_BETTER_PRICE',
  'DELIVERY_TOO_LATE',
  'WRONG_ADDRESS',
  'RETURNED',
  'PAYMENT_PROBLEM',
  'SUSPECTED_FRAUD',
  'OTHER',
] as const;

/** Codes of an ORDER_CANCELLED: a client's, or the saga's own. */
export const cancelReasons: readonly string[] = [
  ...cancelRequestReasons,
  'CANCEL_REQUESTED',
  'CANCELLED',
  'OUT_OF_STOCK',
  'TIMEOUT',
];

/**
 * Codes of a PAYMENT_FAILED: our own service's, and the gateway's codes.
 * https://docs.stripe.com/declines/codes and https://docs.stripe.com/error-codes
 */
export const declineReasons: readonly string[] = [
  ...['GATEWAY_UNAVAILABLE', 'amount_not_supported', 'authentication_required', 'canceled', 'card_declined'],
  ...['invalid_token', 'no_status', 'resource_missing'],
  ...['amount_too_large', 'amount_too_small', 'invalid_charge_amount_no_decimal_compatible'],
  ...[
    'payment_intent_authentication_failure',
    'payment_intent_payment_attempt_failed',
    'payment_intent_unexpected_state',
  ],
  ...['payment_method_currency_mismatch', 'payment_method_customer_decline', 'payment_method_not_available'],
  ...['payment_method_provider_decline', 'payment_method_unactivated', 'payment_method_unexpected_state'],
  ...['token_already_used'],
  ...['approve_with_id', 'authentication_not_handled', 'call_issuer', 'card_not_supported', 'card_velocity_exceeded'],
  ...['currency_not_supported', 'do_not_honor', 'do_not_try_again', 'duplicate_transaction', 'expired_card'],
  ...['fraudulent', 'generic_decline', 'highest_risk_level', 'incorrect_address', 'incorrect_cvc', 'incorrect_number'],
  ...['incorrect_pin', 'incorrect_zip', 'insufficient_funds', 'invalid_account', 'invalid_amount', 'invalid_cvc'],
  ...['invalid_expiry_month', 'invalid_expiry_year', 'invalid_number', 'invalid_pin', 'issuer_not_available'],
  ...['lost_card', 'merchant_blacklist', 'mobile_device_authentication_required', 'new_account_information_available'],
  ...['no_action_taken', 'not_permitted', 'offline_pin_required', 'online_or_offline_pin_required', 'pickup_card'],
  ...['pin_try_exceeded', 'processing_error', 'reenter_transaction', 'restricted_card'],
  ...['revocation_of_all_authorizations', 'revocation_of_authorization', 'security_violation', 'service_not_allowed'],
  ...['stolen_card', 'stop_payment_order', 'testmode_decline', 'transaction_not_allowed', 'try_again_later'],
  ...['withdrawal_count_limit_exceeded'],
];

/** Names of the templates that notifications are made from. */
export const templateNames: readonly string[] = [
  ...['order-received', 'order-paid', 'order-shipped', 'order-completed', 'order-cancelled'],
  ...['payment-failed', 'payment-refunded', 'stock-out'],
];
