/** An address in the reserved example domain, for a user whose name makes one: so that there is mail to look at. */
export const exampleAddress = (user = ''): string | undefined =>
  /^[A-Za-z0-9_-]{1,64}$/.test(user) ? `${user}@customers.example` : undefined;
