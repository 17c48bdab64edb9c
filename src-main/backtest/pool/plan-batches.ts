import { assertDefined } from '#shared/base/assert.ts';
import { bindPlanned } from '../bind-planned.ts';
import { sharedFloat64 } from '../data/shared-float64.ts';
import type { MarketTables } from '../market-tables.ts';
import type { PlannedLane, RunPlan } from '../run-plan.ts';
import type { SharedFeature } from './run-task.ts';

/** Runs that are played together, and the features that they share. */
export interface PlanBatch {
  readonly plans: readonly { readonly ordinal: number; readonly plan: RunPlan }[];
  /** All that these plans ask for. */
  readonly features: readonly SharedFeature[];
  /** Those of them that no batch before has filled. */
  readonly fresh: readonly { readonly lane: PlannedLane; readonly feature: SharedFeature }[];
}

/** Columns of one batch hold so much memory at most, but for a single run that needs more. */
const batchBytesMax = 512 * 1024 * 1024;

/**
 * Cuts a sweep into batches whose feature columns fit into memory together, in the order of the plans. A column that the next batch asks for, too, is
 * handed on; each is filled once as long as it stays in use.
 */
export function* planBatches(
  plans: readonly RunPlan[],
  markets: readonly MarketTables[],
  bytesMax: number = batchBytesMax,
): Generator<PlanBatch> {
  let known = new Map<string, SharedFeature>();
  let batch = emptyBatch();
  for (const [ordinal, plan] of plans.entries()) {
    const asked = plan.lanes.flatMap((lane) => featuresOf(lane, markets));
    const added = asked.filter(({ name }) => !batch.features.has(name));
    const bytes = added.reduce((sum, { rows }) => sum + 8 * rows, 0);
    if (batch.plans.length > 0 && batch.bytes + bytes > bytesMax) {
      yield finished(batch);
      known = batch.features;
      batch = emptyBatch();
    }
    for (const { name, rows, lane, ...feature } of asked) {
      if (batch.features.has(name)) continue;
      const shared = known.get(name) ?? { ...feature, values: sharedFloat64(rows) };
      batch.features.set(name, shared);
      batch.bytes += 8 * rows;
      if (!known.has(name)) batch.fresh.push({ lane, feature: shared });
    }
    batch.plans.push({ ordinal, plan });
  }
  if (batch.plans.length > 0) yield finished(batch);
}

interface GrowingBatch {
  readonly plans: { readonly ordinal: number; readonly plan: RunPlan }[];
  readonly features: Map<string, SharedFeature>;
  readonly fresh: { readonly lane: PlannedLane; readonly feature: SharedFeature }[];
  bytes: number;
}

const emptyBatch = (): GrowingBatch => ({ plans: [], features: new Map(), fresh: [], bytes: 0 });

const finished = ({ plans, features, fresh }: GrowingBatch): PlanBatch => ({
  plans,
  features: [...features.values()],
  fresh,
});

interface AskedFeature extends Omit<SharedFeature, 'values'> {
  readonly name: string;
  readonly rows: number;
  readonly lane: PlannedLane;
}

function featuresOf(lane: PlannedLane, markets: readonly MarketTables[]): readonly AskedFeature[] {
  const { features, parameters } = bindPlanned(lane);
  const { market } = lane;
  const { timeframe } = parameters;
  const rows = assertDefined(markets[market]?.decisions[timeframe], 'the bars of a lane are loaded').close.length;
  return Object.values(features).map(({ key }) => {
    return { market, timeframe, key, rows, lane, name: `${market} ${timeframe} ${key}` };
  });
}
