export const handler = async (): Promise<string> => 'order/sweep';
