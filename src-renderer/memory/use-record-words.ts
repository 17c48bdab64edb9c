import type { ChainNode, RecordFacts } from '#shared/contract/memory.ts';
import { keyOf } from '#shared/trading/record-id.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { priceText, volumeText } from '../format/price-text.ts';
import { zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { headFacts, isOpenTrade } from './record-face.ts';

export interface RecordWords {
  /** In a few words, as on its box. */
  readonly head: (node: ChainNode) => string;
  readonly nameOf: (fact: string) => string;
  readonly valueOf: (facts: RecordFacts, fact: string) => string;
}

/** Facts whose values are words of ours, by the place of their texts. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  side: ['side'],
  regime: ['regime'],
  verdict: ['verdict'],
  signal: ['signalKind'],
  outcome: ['outcome'],
  actor: ['actor'],
  order: ['orderKind'],
  status: ['orderStatus'],
  entry: ['dealEntry'],
  owner: ['owner'],
  code: ['fault'],
  reason: ['dealReason', 'signal.exit'],
};

const prices: ReadonlySet<string> = new Set([
  'reference',
  'stop',
  'target',
  'worstPrice',
  'price',
  'openPrice',
  'closePrice',
]);
const volumes: ReadonlySet<string> = new Set(['volume', 'filledVolume']);
const amounts: ReadonlySet<string> = new Set(['profit', 'commission', 'swap', 'net']);
const sums: ReadonlySet<string> = new Set(['riskMoney', 'marginMoney']);

/** What records say, in the trader's language and figures. A fact that this version does not know is shown as it was written. */
export function useRecordWords(): RecordWords {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const instruments = useReplica((replica) => replica.instruments);
  const wordAt = useCallback(
    (key: string): string | null => (i18n.exists(key) ? t(key as 'side.buy') : null),
    [t, i18n],
  );
  const valueOf = useCallback(
    (facts: RecordFacts, fact: string): string => {
      const value = facts[fact];
      if (typeof value === 'number') {
        const instrument = instruments?.get(String(facts.symbol));
        if (fact.endsWith('UtcMs')) return zonedStampText(value, zone);
        if (prices.has(fact)) return instrument === undefined ? String(value) : priceText(value, instrument);
        if (volumes.has(fact)) return volumeText(value, instrument);
        if (amounts.has(fact)) return formats.signedMoney(value);
        if (sums.has(fact)) return formats.money(value);
        if (fact === 'riskRatio') return formats.percent(value);
        if (fact === 'rMultiple') return formats.signedMultiple(value);
        return formats.figure(value);
      }
      const text = String(value);
      return wordsOf[fact]?.reduce<string | null>((found, place) => found ?? wordAt(`${place}.${text}`), null) ?? text;
    },
    [formats, zone, instruments, wordAt],
  );
  const head = useCallback(
    (node: ChainNode): string => {
      if (isOpenTrade(node)) return t('memory.open');
      const said = headFacts[node.kind].flatMap((fact) =>
        node.facts[fact] === undefined ? [] : [valueOf(node.facts, fact)],
      );
      return said.length === 0 ? keyOf(node.id) : said.join(' · ');
    },
    [t, valueOf],
  );
  const nameOf = useCallback((fact: string): string => wordAt(`fact.${fact}`) ?? fact, [wordAt]);
  return { head, nameOf, valueOf };
}
