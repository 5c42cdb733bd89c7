export const handler = async (): Promise<string> => 'audit/record';
