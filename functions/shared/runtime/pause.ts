/** Waits. Reads the global timer at each call, because the simulation replaces it. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
