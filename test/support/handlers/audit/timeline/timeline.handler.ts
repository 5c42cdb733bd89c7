export const handler = async (): Promise<string> => 'audit/timeline';
