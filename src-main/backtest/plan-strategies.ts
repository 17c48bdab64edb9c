import { fault, type Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunWish } from '#shared/contract/backtest.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import { strategyById } from '#main/strategies/strategies.ts';

type Parameters = Readonly<Record<string, JsonValue>>;

/** What the settings say of strategies' parameters, by their ids. */
export type ParametersById = Readonly<Record<string, Parameters>>;

/**
 * The strategies that a wish names, with the settings' parameters overlaid by its own: 'name', or of one of several 'A.name'. STRATEGY_UNKNOWN,
 * PARAMETER_INVALID.
 */
export function planStrategies(
  { scenario, set }: Pick<RunWish, 'scenario' | 'set'>,
  settings: ParametersById,
): Result<readonly BoundStrategy[], Fault> {
  const ids = scenario === 'both' ? ['A', 'B'] : [scenario];
  const own = new Map<string, Record<string, JsonValue>>(ids.map((id) => [id, {}]));
  for (const [name, value] of Object.entries(set)) {
    const [id, parameter] = addressOf(name, ids);
    const parameters = own.get(id);
    if (parameters === undefined) return err(unclear(name, ids));
    parameters[parameter] = value;
  }
  const bound: BoundStrategy[] = [];
  for (const id of ids) {
    const strategy = strategyById(id);
    if (!strategy.ok) return strategy;
    const parsed = strategy.value.bind({ ...settings[id], ...own.get(id) });
    if (!parsed.ok) return parsed;
    bound.push(parsed.value);
  }
  return ok(bound);
}

/** Whose parameter is meant: without a prefix that of the only strategy. */
function addressOf(name: string, ids: readonly string[]): readonly [id: string, parameter: string] {
  const [before = '', ...behind] = name.split('.');
  if (behind.length > 0) return [before, behind.join('.')];
  return [ids.length === 1 ? (ids[0] ?? '') : '', name];
}

const unclear = (name: string, ids: readonly string[]): Fault =>
  fault(
    'PARAMETER_INVALID',
    ids.length === 1
      ? `The parameter ${name} is of another strategy than ${ids.join()}, which is run.`
      : `Say whose parameter ${name} is: ${ids.map((id) => `${id}.${name.split('.').at(-1) ?? name}`).join(' or ')}.`,
    { parameter: name },
  );
