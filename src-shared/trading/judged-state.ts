import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { lotsSchema } from '../units/lots.ts';
import { priceSchema } from '../units/price.ts';
import { clientOrderIdSchema, positionIdSchema } from './ids.ts';

/** The state an intent was judged in. When it changes, phase and risk are run again before anything is sent. */
export const judgedStateSchema = z
  .object({
    positions: z
      .array(z.object({ positionId: positionIdSchema, volume: lotsSchema, stop: priceSchema.nullable() }).readonly())
      .readonly(),
    pendingOrders: z.array(clientOrderIdSchema).readonly(),
    instrumentVersion: z.number().int().nonnegative(),
  })
  .readonly();

export type JudgedState = z.infer<typeof judgedStateSchema>;

/** Whether nothing changed; the order in which a terminal lists things says nothing. */
export const isSameJudgedState = (a: JudgedState, b: JudgedState): boolean =>
  canonicalJson(inOrder(a)) === canonicalJson(inOrder(b));

const inOrder = (state: JudgedState): JudgedState => ({
  ...state,
  positions: state.positions.toSorted((a, b) => compare(a.positionId, b.positionId)),
  pendingOrders: state.pendingOrders.toSorted(compare),
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
