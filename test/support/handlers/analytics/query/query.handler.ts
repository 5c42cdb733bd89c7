export const handler = async (): Promise<string> => 'analytics/query';
