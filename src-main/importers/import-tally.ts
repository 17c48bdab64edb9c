import { z } from 'zod';
import { barSchema } from '#shared/market/bar.ts';
import type { BarsAppended } from '#main/ports/bar-store.ts';

const count = z.number().int().nonnegative();
const disagreementsShownMax = 20;

/** What became of the records that are stored so far; kept with them, so that an import that was cut off ends with the same report. */
export const importTallySchema = z
  .object({
    inserted: count,
    duplicates: count,
    corrected: count,
    removed: count,
    disagreements: z
      .object({ count, sample: z.array(z.object({ stored: barSchema, offered: barSchema }).readonly()).readonly() })
      .readonly(),
  })
  .readonly();

export type ImportTally = z.infer<typeof importTallySchema>;

export const emptyTally: ImportTally = {
  inserted: 0,
  duplicates: 0,
  corrected: 0,
  removed: 0,
  disagreements: { count: 0, sample: [] },
};

/** The tally with another slice of bars in it. */
export function withBars(tally: ImportTally, appended: BarsAppended): ImportTally {
  const { disagreements } = tally;
  return {
    ...tally,
    inserted: tally.inserted + appended.inserted,
    duplicates: tally.duplicates + appended.duplicates,
    disagreements: {
      count: disagreements.count + appended.disagreements.length,
      sample: [...disagreements.sample, ...appended.disagreements].slice(0, disagreementsShownMax),
    },
  };
}
