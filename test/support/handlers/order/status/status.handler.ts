export const handler = async (): Promise<string> => 'order/status';
