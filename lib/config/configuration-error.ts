/** The application cannot be synthesised as configured. The message names the setting and what is legal. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
