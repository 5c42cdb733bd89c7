export const handler = async (): Promise<string> => 'order/admin';
