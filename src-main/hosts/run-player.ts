import { serveRuns } from '#main/wiring/serve-runs.ts';

/** Plays backtests in a worker thread, over markets that lie in memory shared with others. */
serveRuns();
