const delaysMs = [250, 500, 1000, 2000, 4000] as const;
const delayMaxMs = 8000;

/** How long to wait before the next attempt to reach the engine; attempts count from 0. There is one window, so no jitter is needed. */
export const retryDelayMs = (attempt: number): number => delaysMs[attempt] ?? delayMaxMs;
