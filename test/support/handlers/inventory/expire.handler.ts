export const handler = async (): Promise<string> => 'inventory/expire';
