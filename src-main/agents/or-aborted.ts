/** What a promise comes to, or what stands for it once the signal is aborted, whichever is first. The promise is left to itself then, and so is its error. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal, instead: () => T): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return instead();
  }
  const { promise: aborted, resolve } = Promise.withResolvers<T>();
  const onAbort = (): void => {
    resolve(instead());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
