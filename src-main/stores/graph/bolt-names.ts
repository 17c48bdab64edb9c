import { assertDefined } from '#shared/base/assert.ts';
import { chainNodeSchema, type RecordFacts } from '#shared/contract/memory.ts';
import {
  kindOf,
  linkKinds,
  recordIdSchema,
  type LinkKind,
  type RecordId,
  type RecordKind,
} from '#shared/trading/record-id.ts';
import type { GraphNode } from '#main/ports/graph-store.ts';

/** A node's properties as the server holds them: ours begin with an underscore, the others are the record's facts by their own names. */
export type Properties = Readonly<Record<string, unknown>>;

/** The label of all our records, in whatever space. */
export const recordLabel = 'AtsRecord';

/** The label of the mark: one node for each space. */
export const markLabel = 'AtsProjection';

/** A label beside the common one, for those who look at the graph by other means: `RiskCheck`. */
export const labelOf = (kind: RecordKind): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

/** A relationship's type as is usual there: `BECAME_DECISION`. */
export const typeOf = (kind: LinkKind): string => kind.replaceAll(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();

const kindsByType = new Map(linkKinds.map((kind) => [typeOf(kind), kind]));

export const linkKindOf = (type: string): LinkKind =>
  assertDefined(kindsByType.get(type), 'only types of ours are asked for');

export const linkTypes = linkKinds.map(typeOf).join('|');

/**
 * The names of one cockpit's records: a server may hold those of several, and other people's nodes. No key of one space is a key of another,
 * since an id begins with its kind.
 */
export interface Space {
  readonly name: string;
  readonly keyOf: (id: RecordId) => string;
  readonly idOf: (key: string) => RecordId;
  /** All keys of a kind, or of the space, lie between: above the first and below the second, in the order of code points. */
  readonly keysOf: (kind: RecordKind | null) => { readonly above: string; readonly below: string };
}

export const spaceOf = (name: string): Space => ({
  name,
  keyOf: (id) => `${name}|${id}`,
  idOf: (key) => recordIdSchema.parse(key.slice(name.length + 1)),
  keysOf: (kind) =>
    kind === null ? { above: `${name}|`, below: `${name}}` } : { above: `${name}|${kind}:`, below: `${name}|${kind};` },
});

/** A node without an id is the end of a link that came before its record. */
export function propertiesOf(space: Space, { id, knownAtUtcMs, facts }: GraphNode): Properties {
  const named = Object.entries(facts).map(([name, value]) => [propertyOf(name), value]);
  const known = knownAtUtcMs === null ? {} : { _knownAtUtcMs: knownAtUtcMs };
  return {
    ...(Object.fromEntries(named) as RecordFacts),
    _key: space.keyOf(id),
    _space: space.name,
    _id: id,
    ...known,
  };
}

/** Throws where it is not what `propertiesOf` made. */
export function nodeOf(properties: Properties): GraphNode {
  const { _key, _space, _id, _knownAtUtcMs, ...named } = properties;
  const id = recordIdSchema.parse(_id);
  const facts = Object.entries(named).map(([name, value]) => [factOf(name), value]);
  return chainNodeSchema.parse({
    id,
    kind: kindOf(id),
    knownAtUtcMs: _knownAtUtcMs ?? null,
    facts: Object.fromEntries(facts) as Properties,
  });
}

/** A property needs a name, without a NUL in it, and those that begin with an underscore are ours. */
const propertyOf = (fact: string): string =>
  fact === '' || fact.startsWith('_') || fact.includes('\0') ? `_fact ${encodeURIComponent(fact)}` : fact;

const factOf = (property: string): string =>
  property.startsWith('_fact ') ? decodeURIComponent(property.slice('_fact '.length)) : property;
