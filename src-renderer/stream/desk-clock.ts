import { useSyncExternalStore } from 'react';

/** How often ages and countdowns are redrawn. */
const periodMs = 250;
const slowPeriodMs = 500;

const listeners = new Set<() => void>();
let nowMs = performance.now();
let timer: ReturnType<typeof setInterval> | null = null;

/** The window's monotonic clock, read a few times a second: for ages and countdowns, never for a decision. */
export const useDeskNowMs = (): number => useSyncExternalStore(listen, () => nowMs);

/** The same, twice a second: for columns of them. */
export const useSlowDeskNowMs = (): number =>
  useSyncExternalStore(listen, () => Math.floor(nowMs / slowPeriodMs) * slowPeriodMs);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  nowMs = performance.now();
  timer ??= setInterval(tick, periodMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  nowMs = performance.now();
  for (const listener of listeners) listener();
}
