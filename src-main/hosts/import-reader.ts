import { serveReader } from '#main/wiring/read-in-worker.ts';

/** Reads one file in a worker thread, so that the engine's loop never waits for bytes, dates and prices. */
await serveReader();
