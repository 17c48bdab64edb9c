/** A broken invariant: a fault of ours, not of the world. It stops the engine, and recovery is the normal start-up. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvariantError';
  }
}

/** A message that costs something to build is given as a function: values are made millions of times, and seldom wrongly. */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantError(typeof message === 'string' ? message : message());
}

/** The same for what is checked millions of times: where the condition holds, not even a function that makes the message is made. */
export function broken(message: string): never {
  throw new InvariantError(message);
}

export function assertDefined<T>(value: T, message: string): NonNullable<T> {
  if (value === null || value === undefined) throw new InvariantError(message);
  return value;
}

/** Closes a tagged union: a case that is not handled does not compile. */
export function assertNever(value: never, what: string): never {
  throw new InvariantError(`${what} has an unexpected case: ${JSON.stringify(value)}`);
}
