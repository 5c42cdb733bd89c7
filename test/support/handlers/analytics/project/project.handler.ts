export const handler = async (): Promise<string> => 'analytics/project';
