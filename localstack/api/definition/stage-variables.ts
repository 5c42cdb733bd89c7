/** Replaces `${stageVariables.name}` in an integration URI (rest-api-rules F2). @throws {Error} no such variable. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new Error(`the stage has no variable ${name}, which an integration refers to`);
    return value;
  });
}

/** @throws {Error} a name over 64 or a value over 512 characters, which AWS refuses. */
export function checkStageVariables(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (name.length > 64) throw new Error(`the name of stage variable ${name} is longer than 64 characters`);
    if (value.length > 512) throw new Error(`the value of stage variable ${name} is longer than 512 characters`);
  }
}
