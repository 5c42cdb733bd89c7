export const handler = async (): Promise<string> => 'payment/webhook';
