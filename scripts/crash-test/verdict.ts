import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { hasEnded } from '#shared/trading/order.ts';
import type { Execution } from '../../mql5/host-test/terminal/executions.ts';

/** What is wrong at the end of a run, by the market's own list; empty where all is right. */
export interface Verdict {
  /** Executed at the market, and not known as that to the cockpit. */
  readonly lost: readonly string[];
  /** Executed more often than it was approved. */
  readonly doubled: readonly string[];
  /** Still without an end though the terminal answers. */
  readonly unknown: readonly string[];
  /** Told by the cockpit, and not so. */
  readonly untrue: readonly string[];
}

export const isClean = (verdict: Verdict): boolean =>
  Object.values<readonly string[]>({ ...verdict }).every((list) => list.length === 0);

/** The market's list against what the cockpit tells. One approval was given: one entry may stand at the market, and one order for each id. */
export function judge(
  executions: readonly Execution[],
  { orders, deals, positions }: Pick<CockpitSnapshot, 'orders' | 'deals' | 'positions'>,
): Verdict {
  const placed = executions.filter(({ kind, by }) => kind === 'order' && by === 'adviser');
  const dealt = executions.filter(({ kind }) => kind === 'deal');
  const openAtMarket = openPositions(dealt);
  const known = new Map(deals.map((deal) => [deal.dealTicket as string, deal]));
  const shown = new Map(orders.map((order) => [order.request.clientOrderId as string, order]));
  const isEntry = (magic: string): boolean => shown.get(magic)?.request.kind !== 'reduceOnly';
  const entries = dealt.filter(({ entry, magic }) => entry !== 'out' && isEntry(magic));
  return {
    lost: [
      ...dealt.filter(({ deal }) => !known.has(String(deal))).map(({ deal, magic }) => `deal ${deal} of ${magic}`),
      ...openAtMarket
        .filter((id) => !positions.some(({ positionId }) => positionId === id))
        .map((id) => `position ${id}`),
      ...placed.filter(({ magic }) => !shown.has(magic)).map(({ magic }) => `order ${magic}`),
      ...dealt
        .filter(({ magic, by }) => by === 'adviser' && shown.get(magic)?.status !== 'filled')
        .map(({ magic }) => `${magic} was filled, and is shown as ${shown.get(magic)?.status ?? 'nothing'}`),
    ],
    doubled: [
      ...repeated(placed.map(({ magic }) => magic)).map((magic) => `${magic} was placed more than once`),
      ...(new Set(entries.map(({ order }) => order)).size > 1
        ? [`${entries.length} entries: ${entries.map(({ magic }) => magic).join(' ')}`]
        : []),
    ],
    unknown: orders
      .filter(({ status }) => !hasEnded(status))
      .map(({ request, status }) => `${request.clientOrderId} is ${status}`),
    untrue: [
      ...orders
        .filter(
          ({ status, request }) => status === 'filled' && !dealt.some(({ magic }) => magic === request.clientOrderId),
        )
        .map(({ request }) => `${request.clientOrderId} is shown as filled, and was not`),
      ...orders
        .filter(
          ({ status, request }) =>
            endedWithout.has(status) && placed.some(({ magic }) => magic === request.clientOrderId),
        )
        .map(({ request, status }) => `${request.clientOrderId} is shown as ${status}, and was placed`),
      ...positions
        .filter(({ positionId }) => !openAtMarket.includes(positionId))
        .map(({ positionId }) => `position ${positionId} is shown, and is not open`),
    ],
  };
}

const endedWithout: ReadonlySet<string> = new Set(['neverSent', 'deniedByAdviser', 'expiredAtAdviser', 'notFound']);

const repeated = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

/** On whatever account: what its deals bought less what they sold is not nothing. */
function openPositions(dealt: readonly Execution[]): readonly string[] {
  const net = new Map<string, number>();
  for (const { positionId, side, volume } of dealt) {
    const id = String(positionId);
    net.set(id, (net.get(id) ?? 0) + (side === 'buy' ? volume : -volume));
  }
  return [...net].filter(([, volume]) => Math.abs(volume) > 1e-9).map(([id]) => id);
}
