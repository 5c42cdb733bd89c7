export const handler = async (): Promise<string> => 'ops/authorizer';
