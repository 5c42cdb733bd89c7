export const handler = async (): Promise<string> => 'payment/reconcile';
