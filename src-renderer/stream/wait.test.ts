import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wait } from './wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a day of waits on one signal leaves nothing on it', async () => {
  const { signal } = new AbortController();
  for (let beat = 0; beat < 100; beat += 1) {
    const waited = wait(5000, signal);
    await vi.advanceTimersByTimeAsync(5000);
    await waited;
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('it ends where the signal aborts, and leaves no timer', async () => {
  const life = new AbortController();
  const waited = wait(5000, life.signal);
  life.abort();
  await waited;
  expect(vi.getTimerCount()).toBe(0);
});

test('where the signal has aborted before, it does not begin', async () => {
  await wait(5000, AbortSignal.abort());
  expect(vi.getTimerCount()).toBe(0);
});
