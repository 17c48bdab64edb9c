import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nextFrame } from './next-frame.ts';

/** The page's frames, drawn by the test. */
const asked = new Map<number, () => void>();
let count = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  asked.clear();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    count += 1;
    asked.set(count, draw);
    return count;
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => void asked.delete(frame));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('it settles with the frame, and leaves no timer', async () => {
  const frame = nextFrame();
  for (const draw of asked.values()) draw();
  await frame;
  expect(vi.getTimerCount()).toBe(0);
});

test('a hidden page goes on without frames, and piles up none', async () => {
  for (let batch = 0; batch < 100; batch += 1) {
    const frame = nextFrame();
    await vi.advanceTimersByTimeAsync(100);
    await frame;
  }
  expect(asked.size).toBe(0);
});
