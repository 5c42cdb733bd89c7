export const handler = async (): Promise<string> => 'ops/dead-letters';
