export const handler = async (): Promise<string> => 'inventory/ledger';
