import { mailAddress } from './mail-address.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * The stage with the addresses that the context names: the sender of mail, which SES must have verified in the account, and
 * the address of the operators.
 * @throws {ConfigurationError} one of them is no mail address.
 */
export const withSender = (
  config: StageConfig,
  { sender, operations }: { readonly sender: unknown; readonly operations: unknown },
): StageConfig => ({
  ...config,
  notification: {
    ...config.notification,
    ...(sender !== undefined && { sender: mailAddress('sender', sender) }),
    ...(operations !== undefined && {
      operations: { ...config.notification.operations, email: mailAddress('operations', operations) },
    }),
  },
});
