import { keepStore } from '#main/wiring/keep-store.ts';

/** Moves the market's write-ahead log into its file in a worker thread, so that the engine's loop never waits for the disk. */
keepStore();
