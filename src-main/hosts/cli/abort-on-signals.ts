/** What is stored stays when a person ends the program, and all that is open is closed. */
export function abortOnSignals(): Disposable & { readonly signal: AbortSignal } {
  const cancelling = new AbortController();
  const cancel = (): void => {
    cancelling.abort();
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return {
    signal: cancelling.signal,
    [Symbol.dispose]: () => {
      process.off('SIGINT', cancel);
      process.off('SIGTERM', cancel);
    },
  };
}
