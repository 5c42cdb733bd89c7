export const handler = async (): Promise<string> => 'notification/deferred';
