import { setImmediate } from 'node:timers/promises';

/** Lets everything else of the loop have its turn. */
export const nextTurn = (): Promise<void> => setImmediate();
