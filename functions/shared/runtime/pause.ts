/** Lets time pass. By the global timer as it is when called: a simulation that owns time replaces it. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
