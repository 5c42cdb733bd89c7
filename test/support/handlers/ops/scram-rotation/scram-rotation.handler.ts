export const handler = async () => 'ops/scram-rotation';
