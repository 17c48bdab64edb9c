import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';

export const lampNameSchema = z.enum(['terminal', 'pipe', 'market', 'risk', 'stores', 'memory', 'model', 'clock']);

/** One light of the strip. `code` is a word that the window puts into the trader's language; `detail` is a value, never a sentence. */
export const lampSchema = z
  .object({
    name: lampNameSchema,
    level: z.enum(['ok', 'warning', 'fault']),
    code: z.enum([
      'connected',
      'disconnected',
      'live',
      'stale',
      'noData',
      'open',
      'unwritable',
      'holes',
      'rulesOnly',
      'asking',
      'modelAnswers',
      'modelDown',
      'inStep',
      'rungDown',
      'behind',
      'deadLetters',
      'paused',
      'busy',
      'differences',
      'noBroker',
      'versionSkew',
      'clockPending',
      'clockMismatch',
      'stopsSet',
      'stopBeingSet',
      'stopNotSet',
      'unstopped',
      'overRisk',
    ]),
    detail: z.string(),
    changedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type Lamp = z.infer<typeof lampSchema>;
