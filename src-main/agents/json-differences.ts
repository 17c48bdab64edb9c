import type { JsonValue } from '#shared/base/json-value.ts';
import type { ReplayReport } from '#shared/contract/agents.ts';

type Differences = ReplayReport['differences'];

/** Where two values differ, by path such as `opinion.verdict` or `statements.0.text`; what one of them does not have is null there. */
export function jsonDifferences(recorded: JsonValue, replayed: JsonValue, path = ''): Differences {
  if (Object.is(recorded, replayed)) return [];
  const [before, after] = [membersOf(recorded), membersOf(replayed)];
  if (before === null || after === null || Array.isArray(recorded) !== Array.isArray(replayed))
    return [{ path, recorded, replayed }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    jsonDifferences(before[key] ?? null, after[key] ?? null, path === '' ? key : `${path}.${key}`),
  );
}

type Members = Readonly<Record<string, JsonValue | undefined>>;

/** Null where it has none. An array's are named by their places. */
const membersOf = (value: JsonValue): Members | null =>
  typeof value === 'object' && value !== null ? (value as Members) : null;
