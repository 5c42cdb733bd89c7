export const handler = async (): Promise<string> => 'ops/kafka-access';
