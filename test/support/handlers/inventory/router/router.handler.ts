export const handler = async (): Promise<string> => 'inventory/router';
