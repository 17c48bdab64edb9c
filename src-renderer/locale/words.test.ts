import { expect, test } from 'vitest';
import { actorSchema } from '#shared/events/engine-event.ts';
import { agentRunSummarySchema, runKindSchema } from '#shared/agent/agent-run.ts';
import { evidenceSourceSchema } from '#shared/agent/evidence.ts';
import { evidenceKinds, evidencePattern } from '#shared/agent/evidence-name.ts';
import { agentNameSchema, verdictSchema } from '#shared/agent/opinion.ts';
import { approvalOutcomeSchema } from '#shared/trading/approval-ticket.ts';
import { lampSchema, lampNameSchema } from '#shared/contract/lamp.ts';
import { orderStatusSchema } from '#shared/trading/order.ts';
import { tradeBlockSchema } from '#shared/trading/account.ts';
import { brokerOrderTypeSchema } from '#shared/trading/broker-order.ts';
import { graphAdapterSchema, projectionNameSchema, vectorAdapterSchema } from '#shared/contract/memory.ts';
import { regimes } from '#shared/market/regime.ts';
import { linkKinds, recordKinds } from '#shared/trading/record-id.ts';
import { differenceSchema } from '#shared/trading/difference.ts';
import { faultCodes } from '#shared/base/fault-codes.ts';
import type { RequestedFeature } from '#shared/market/feature-request.ts';
import { holeKindSchema } from '#shared/market/hole.ts';
import {
  storeHealthSchema,
  storeNameSchema,
  syncKindSchema,
  syncLogSchema,
  syncPhaseSchema,
} from '#shared/contract/sync-health.ts';
import { en } from './en.ts';
import { preferredLanguage } from './language.ts';
import { ru } from './ru.ts';

/** Every text by its key: `ticket.approve`. */
function texts(words: object, path = ''): ReadonlyMap<string, string> {
  const entries = Object.entries(words).flatMap(([key, word]: [string, unknown]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof word === 'string') return [[at, word]];
    return typeof word === 'object' && word !== null ? [...texts(word, at)] : [];
  });
  return new Map(entries);
}

const [english, russian] = [texts(en), texts(ru)];
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

test('both languages have the same keys and no empty text', () => {
  expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...russian]) expect(text.trim(), key).not.toBe('');
});

test('both languages fill in the same values', () => {
  for (const [key, text] of english) expect(placeholders(russian.get(key) ?? ''), key).toEqual(placeholders(text));
});

/** Words that traders write alike in Russian, and texts that are only values. */
const alike = new Set([
  ...['column.stop', 'column.target', 'column.bid', 'column.ask', 'memory.adapter.chroma'],
  ...[
    'governance.override',
    'governance.close',
    'ticket.moneyAndR',
    'ticket.moneyAndShare',
    'proposal.takeTitle',
    'timeIn.utc',
  ],
  ...['evidenceName.filter', 'evidenceName.feature'],
  ...['feature.sma', 'feature.ema', 'feature.atr', 'feature.adx', 'feature.plusDi', 'feature.minusDi'],
]);

test('nothing was left in English', () => {
  for (const [key, text] of russian) {
    if (!alike.has(key)) expect(text, key).toMatch(/[а-яё]/i);
  }
});

/** Features whose name is told with their parameters; the regime has a kind of its own. */
const measured = {
  ...{ sma: 0, ema: 0, atr: 0, donchianHigh: 0, donchianLow: 0, efficiencyRatio: 0, adx: 0, plusDi: 0, minusDi: 0 },
  ...{ realisedVolatility: 0, atrPercentile: 0, emaSlope: 0, rvol: 0 },
  ...{ newYorkMinute: 0, londonMinute: 0, newYorkWeekday: 0 },
} satisfies Record<Exclude<RequestedFeature['feature'], 'regime'>, 0>;

test('every word of the contract that is shown has a text', () => {
  const wanted = [
    ...approvalOutcomeSchema.options.map((outcome) => `outcome.${outcome}`),
    ...orderStatusSchema.options.flatMap((status) => [`orderStatus.${status}`, `orderStatusTitle.${status}`]),
    ...lampNameSchema.options.flatMap((name) => [`lamp.${name}`, `lampTitle.${name}`]),
    ...brokerOrderTypeSchema.options.map((type) => `brokerOrderType.${type}`),
    ...differenceSchema.unwrap().shape.kind.options.map((kind) => `difference.${kind}`),
    ...tradeBlockSchema.options.filter((block) => block !== 'connection').map((block) => `tradeBlock.${block}`),
    ...syncKindSchema.options.map((kind) => `syncKind.${kind}`),
    ...syncPhaseSchema.options.flatMap((phase) => [`syncPhase.${phase}`, `syncPhaseTitle.${phase}`]),
    ...syncLogSchema.unwrap().shape.action.options.map((action) => `syncAction.${action}`),
    ...regimes.map((regime) => `regime.${regime}`),
    ...recordKinds.map((kind) => `recordKind.${kind}`),
    ...linkKinds.flatMap((kind) => [`linkTo.${kind}`, `linkFrom.${kind}`]),
    ...[...vectorAdapterSchema.options, ...graphAdapterSchema.options].map((adapter) => `memory.adapter.${adapter}`),
    ...projectionNameSchema.options.flatMap((name) => [`projections.name.${name}`, `projections.nameTitle.${name}`]),
    ...holeKindSchema.options.map((kind) => `holeKind.${kind}`),
    ...storeNameSchema.options.flatMap((name) => [`store.${name}`, `storeTitle.${name}`]),
    ...storeHealthSchema.unwrap().shape.level.options.map((level) => `storeLevel.${level}`),
    ...runKindSchema.options.map((kind) => `runKind.${kind}`),
    ...agentRunSummarySchema.unwrap().shape.state.options.map((state) => `runState.${state}`),
    ...agentNameSchema.options.map((name) => `agentName.${name}`),
    ...verdictSchema.options.map((verdict) => `agentVerdict.${verdict}`),
    ...evidenceSourceSchema.options.map((source) => `evidenceSource.${source}`),
    ...evidenceKinds.map((kind) => `evidenceName.${kind}`),
    ...Object.keys(measured).map((feature) => `feature.${feature}`),
    ...actorSchema.options.map((actor) => `actor.${actor}`),
    ...lampSchema.unwrap().shape.code.options.map((code) => `lampCode.${code}`),
  ];
  for (const key of wanted) expect(english.has(key), key).toBe(true);
});

test('what evidence is called is filled in with what its id tells', () => {
  for (const kind of evidenceKinds) {
    const told = [...evidencePattern(kind).matchAll(/\{(\w+)\*?\}/g)].map(([, part]) => part);
    const wanted = placeholders(english.get(`evidenceName.${kind}`) ?? '');
    expect(told, kind).toEqual(expect.arrayContaining([...wanted]));
  }
});

test('no text explains a fault code that no longer exists', () => {
  const codes = new Set<string>(faultCodes);
  const stale = [...english.keys()]
    .filter((key) => /^(fault|syncAdvice)\./.test(key) && key !== 'fault.other')
    .filter((key) => !codes.has(key.slice(key.indexOf('.') + 1)));
  expect(stale).toEqual([]);
  const untitled = [...english.keys()].filter(
    (key) => key.startsWith('syncAdvice.') && !english.has(key.replace('syncAdvice', 'fault')),
  );
  expect(untitled).toEqual([]);
});

test('the first language that a person prefers and the cockpit speaks is taken, else English', () => {
  expect(preferredLanguage(['de-DE', 'ru-RU', 'en-US'])).toBe('ru');
  expect(preferredLanguage(['en-GB', 'ru'])).toBe('en');
  expect(preferredLanguage(['de', 'fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});
