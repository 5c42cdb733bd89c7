export const paymentFailed = 'Your payment of {{amount}} for order {{order}} failed. Please place the order again.';
