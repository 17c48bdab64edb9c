import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';

export interface SampleTicks {
  readonly seed: number;
  readonly count: number;
  readonly fromMs: number;
  /** This many ticks share each of these milliseconds, told by the index of the first of them. */
  readonly crowds?: readonly { readonly at: number; readonly count: number }[];
}

/** Made-up ticks of gold, oldest first: mostly some hundred milliseconds apart, some in the same one. */
export function sampleTicks({ seed, count, fromMs, crowds = [] }: SampleTicks): WireTick[] {
  const random = seededRandom(seed);
  const crowded = new Set(
    crowds.flatMap((crowd) => Array.from({ length: crowd.count - 1 }, (_, i) => crowd.at + 1 + i)),
  );
  const ticks: WireTick[] = [];
  let stampMs = fromMs;
  let points = 200_000;
  for (let index = 0; index < count; index++) {
    if (!crowded.has(index)) stampMs += Math.floor(random() * 300);
    points += Math.floor(random() * 11) - 5;
    ticks.push({
      stampMs: serverMs(stampMs),
      bid: points / 100,
      ask: (points + 20 + Math.floor(random() * 10)) / 100,
    });
  }
  return ticks;
}
