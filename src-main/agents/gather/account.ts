import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Position } from '#shared/trading/position.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import { plainWords } from '../plain-words.ts';
import type { Gather } from './gather.ts';
import { evidenceKey, readingOf } from './reading.ts';

const positionsMax = 10;
const symbolMax = 64;

/** The account, its limits and what is open on it: of now, which is what an entry is sized with. */
export const gatherAccount: Gather = (question, sources) => {
  const snapshot = sources.cockpit.snapshot();
  return Promise.resolve(
    ok(
      readingOf([
        ...accountEvidence(snapshot, question.asOfUtcMs),
        ...limitEvidence(snapshot, question.asOfUtcMs),
        ...(question.kind === 'governance' ? [] : positionEvidence(question, { sources, snapshot })),
      ]),
    ),
  );
};

export function accountEvidence({ account, day }: CockpitSnapshot, asOfUtcMs: UtcMs): readonly Evidence[] {
  const currency = account?.currency ?? '';
  const told = { source: 'account', asOfUtcMs: account?.occurredAtUtcMs ?? asOfUtcMs, recordId: null } as const;
  const money = (key: string, label: string, value: number | null | undefined): Evidence => ({
    ...{ ...told, evidenceId: `account:${key}`, label: `${label} now`, value: value ?? null, unit: currency },
  });
  const level = account === null || account.margin === 0 ? null : (100 * account.equity) / account.margin;
  return [
    money('balance', 'balance', account?.balance),
    money('equity', 'equity', account?.equity),
    money('margin', 'margin', account?.margin),
    money('freeMargin', 'free margin', account?.freeMargin),
    { ...told, evidenceId: 'account:marginLevel', label: 'margin level now', value: level, unit: '%' },
    money('dayProfit', 'profit of the day', day?.profit),
  ];
}

/** What is used of each limit, and where it ends. */
export function limitEvidence({ risk, account, marketUtcMs }: CockpitSnapshot, asOfUtcMs: UtcMs): readonly Evidence[] {
  return risk.limits.flatMap(({ code, unit, value, limit, isReached }) => {
    const told = { source: 'limit', asOfUtcMs: marketUtcMs ?? asOfUtcMs, recordId: null } as const;
    const measure = unit === 'money' ? (account?.currency ?? 'money') : 'count';
    return [
      { ...told, evidenceId: `limit:${code}`, label: `${code}: used now`, value, unit: measure },
      { ...told, evidenceId: `limit:${code}/limit`, label: `${code}: limit`, value: limit, unit: measure },
      ...(isReached
        ? [
            {
              ...told,
              evidenceId: `limit:${code}/isReached`,
              label: `${code}: entries are denied`,
              value: true,
              unit: '',
            },
          ]
        : []),
    ];
  });
}

/** Open positions, the question's own symbol first, with what they have gained in R of what was approved to be lost, and how they move with the symbol. */
export function positionEvidence(
  { symbol, asOfUtcMs }: Pick<Question, 'symbol' | 'asOfUtcMs'>,
  { sources, snapshot }: { readonly sources: Pick<AgentSources, 'facts'>; readonly snapshot: CockpitSnapshot },
): readonly Evidence[] {
  const { positions, account, marketUtcMs } = snapshot;
  const currency = account?.currency ?? '';
  const told = { source: 'position', asOfUtcMs: marketUtcMs ?? asOfUtcMs, recordId: null } as const;
  const count: Evidence = {
    ...told,
    evidenceId: 'position:count',
    label: 'open positions now',
    value: positions.length,
    unit: 'count',
  };
  const shown = positions
    .toSorted((a, b) => Number(b.symbol === symbol) - Number(a.symbol === symbol))
    .slice(0, positionsMax);
  return [
    count,
    ...shown.flatMap((position) => {
      const key = evidenceKey(position.positionId);
      const of = (part: string, label: string, value: Evidence['value'], unit: string): Evidence => ({
        ...{ ...told, evidenceId: `position:${key}/${part}`, label, value, unit },
      });
      return [
        of('symbol', 'symbol of an open position', plainWords(position.symbol, symbolMax), 'symbol'),
        of('side', 'its side', position.side, ''),
        of('volume', 'its volume', position.volume, 'lots'),
        of('openPrice', 'its entry', position.openPrice, 'price'),
        of('stop', 'its stop', position.stop, 'price'),
        of('target', 'its target', position.target, 'price'),
        of('profit', 'its profit with swap', position.profit + position.swap, currency),
        of('gainR', 'its profit in R', gainR(position, snapshot), 'R'),
        ...(position.symbol === symbol
          ? []
          : [
              of(
                'correlation',
                'correlation of its daily returns',
                sources.facts.correlation(symbol, position.symbol, asOfUtcMs),
                '',
              ),
            ]),
      ];
    }),
  ];
}

/** Null where nobody approved a risk for it. */
function gainR({ clientOrderId, profit, swap, volume }: Position, { orders }: CockpitSnapshot): number | null {
  if (clientOrderId === null) return null;
  const request = orders.find((order) => order.request.clientOrderId === clientOrderId)?.request;
  if (request?.kind !== 'entry') return null;
  return (profit + swap) / ((request.riskMoney * volume) / request.volume);
}
