export const handler = async (): Promise<string> => 'payment/charge';
