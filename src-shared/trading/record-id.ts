import { z } from 'zod';

/** The kinds of records that memory joins into chains. */
export const recordKinds = [
  'signal',
  'decision',
  'riskCheck',
  'approval',
  'order',
  'deal',
  'trade',
  'regime',
  'lesson',
  'symbol',
  'scenario',
] as const;

export const recordKindSchema = z.enum(recordKinds);

export type RecordKind = z.infer<typeof recordKindSchema>;

/** A record of any kind by one word: `kind:key`, as in `deal:4711`, `trade:88#1`, `regime:1/H4/trendUp`, `symbol:XAUUSD`. */
export type RecordId = `${RecordKind}:${string}`;

const isRecordId = (text: string): text is RecordId => {
  const colon = text.indexOf(':');
  return colon > 0 && colon < text.length - 1 && recordKindSchema.safeParse(text.slice(0, colon)).success;
};

export const recordIdSchema = z.string().max(256).refine(isRecordId, 'a record is named kind:key, such as deal:4711');

export const recordId = (kind: RecordKind, key: string): RecordId => `${kind}:${key}`;

export const kindOf = (id: RecordId): RecordKind => recordKindSchema.parse(id.slice(0, id.indexOf(':')));

export const keyOf = (id: RecordId): string => id.slice(id.indexOf(':') + 1);

/**
 * How records hang together. The chain runs signal → decision → riskCheck → approval → order → deal → trade; symbol, scenario, regime and lesson
 * stand beside it.
 */
export const linkKinds = [
  /** signal → decision */
  'becameDecision',
  /** decision → riskCheck */
  'checkedBy',
  /** riskCheck → approval */
  'putBefore',
  /** approval → order; decision → order where a reduction needed nobody's approval */
  'ordered',
  /** order → deal */
  'executedAs',
  /** deal → trade: it opened, added to, reduced or closed it */
  'partOf',
  /** signal, order, trade → symbol */
  'ofSymbol',
  /** signal, trade → scenario */
  'ofScenario',
  /** signal, trade → regime: the market in which it was made or opened */
  'inRegime',
  /** lesson → approval, trade, signal */
  'learntFrom',
] as const;

export const linkKindSchema = z.enum(linkKinds);

export type LinkKind = z.infer<typeof linkKindSchema>;
