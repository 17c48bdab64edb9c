import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { PageAssembler, splitIntoPages } from './list-pages.ts';
import type { TerminalMessage } from './message.ts';
import type { WireCalendarEvent } from './messages/data-messages.ts';
import type { LimitsStatusBody } from './messages/limits-messages.ts';
import type { SnapshotHead, WireBrokerOrder, WireCash, WireDeal, WirePosition } from './messages/state-messages.ts';
import type { ServerMs } from './server-ms.ts';

/** A list that was complete and is to be applied. */
export type WireList =
  | SymbolList
  | PositionList
  | OrderList
  | DealList
  | {
      readonly kind: 'calendar';
      readonly stampMs: ServerMs;
      readonly hash: string;
      readonly fromStampMs: ServerMs;
      readonly toStampMs: ServerMs;
      readonly events: readonly WireCalendarEvent[];
    };

interface ListOf<Kind extends string> {
  readonly kind: Kind;
  readonly stampMs: ServerMs;
  /** The terminal's own mark of the content: equal hash, nothing changed. */
  readonly hash: string;
}

type SymbolList = ListOf<'symbols'> & { readonly instruments: readonly Instrument[] };

type PositionList = ListOf<'positions'> & { readonly positions: readonly WirePosition[] };

type OrderList = ListOf<'orders'> & { readonly orders: readonly WireBrokerOrder[] };

type DealList = ListOf<'deals'> & { readonly deals: readonly WireDeal[]; readonly cash: readonly WireCash[] };

/** All that the terminal says when a session begins, and whenever it is asked for it again. */
export interface WireSnapshot {
  readonly head: SnapshotHead;
  readonly symbols: SymbolList;
  readonly positions: PositionList;
  readonly orders: OrderList;
  readonly deals: DealList;
}

export type ListMessage = Extract<TerminalMessage, { kind: 'SYMBOLS' | 'POSITIONS' | 'ORDERS' | 'DEALS' | 'CALENDAR' }>;

export type SnapshotMessage = ListMessage | Extract<TerminalMessage, { kind: 'SNAPSHOT' }>;

/** A list as the messages that carry it. `revision` is the sender's own count of its reports. */
export function listMessages(list: WireList & { readonly revision: number }): readonly ListMessage[] {
  const { revision, stampMs, hash } = list;
  const mark = { revision, stampMs, hash };
  switch (list.kind) {
    case 'symbols':
      return splitIntoPages({ ...mark, items: list.instruments }).map(({ items, ...page }) => ({
        kind: 'SYMBOLS',
        body: { ...page, instruments: items },
      }));
    case 'positions':
      return splitIntoPages({ ...mark, items: list.positions }).map(({ items, ...page }) => ({
        kind: 'POSITIONS',
        body: { ...page, positions: items },
      }));
    case 'orders':
      return splitIntoPages({ ...mark, items: list.orders }).map(({ items, ...page }) => ({
        kind: 'ORDERS',
        body: { ...page, orders: items },
      }));
    case 'deals':
      return splitIntoPages<WireDeal | WireCash>({ ...mark, items: [...list.deals, ...list.cash] }).map(
        ({ items, ...page }) => ({
          kind: 'DEALS',
          body: { ...page, deals: items.filter(isDeal), cash: items.filter(isCash) },
        }),
      );
    case 'calendar': {
      const { fromStampMs, toStampMs } = list;
      return splitIntoPages({ ...mark, items: list.events }).map(({ items, ...page }) => ({
        kind: 'CALENDAR',
        body: { ...page, fromStampMs, toStampMs, events: items },
      }));
    }
  }
}

const isDeal = (item: WireDeal | WireCash): item is WireDeal => 'orderTicket' in item;

const isCash = (item: WireDeal | WireCash): item is WireCash => !isDeal(item);

/** A snapshot as the messages that carry it, head first. */
export function snapshotMessages({
  head,
  symbols,
  positions,
  orders,
  deals,
}: WireSnapshot): readonly SnapshotMessage[] {
  const { revision } = head;
  const lists: readonly WireList[] = [symbols, positions, orders, deals];
  return [{ kind: 'SNAPSHOT', body: head }, ...lists.flatMap((list) => listMessages({ ...list, revision }))];
}

/** Puts lists together from their pages, whatever the order of the kinds. */
export class ListAssembler {
  readonly #instruments = new PageAssembler<Instrument>();
  readonly #positions = new PageAssembler<WirePosition>();
  readonly #orders = new PageAssembler<WireBrokerOrder>();
  readonly #deals = new PageAssembler<WireDeal | WireCash>();
  readonly #events = new PageAssembler<WireCalendarEvent>();

  /** The list once it is complete, else null. */
  accept({ kind, body }: ListMessage): Result<WireList | null, Fault> {
    const { stampMs, hash } = body;
    const mark = { stampMs, hash };
    switch (kind) {
      case 'SYMBOLS':
        return mapComplete(this.#instruments.accept(body, body.instruments), (instruments) => ({
          kind: 'symbols',
          ...mark,
          instruments,
        }));
      case 'POSITIONS':
        return mapComplete(this.#positions.accept(body, body.positions), (positions) => ({
          kind: 'positions',
          ...mark,
          positions,
        }));
      case 'ORDERS':
        return mapComplete(this.#orders.accept(body, body.orders), (orders) => ({ kind: 'orders', ...mark, orders }));
      case 'DEALS':
        return mapComplete(this.#deals.accept(body, [...body.deals, ...body.cash]), (items) => ({
          kind: 'deals',
          ...mark,
          deals: items.filter(isDeal),
          cash: items.filter(isCash),
        }));
      case 'CALENDAR': {
        const { fromStampMs, toStampMs } = body;
        return mapComplete(this.#events.accept(body, body.events), (events) => ({
          kind: 'calendar',
          ...mark,
          fromStampMs,
          toStampMs,
          events,
        }));
      }
    }
  }
}

/** Collects a snapshot: nothing of it is seen before all of it is there. */
export class SnapshotAssembler {
  readonly #lists = new ListAssembler();
  #head: SnapshotHead | null = null;
  #found: Partial<Omit<WireSnapshot, 'head'>> = {};

  /** Whether a list belongs to the snapshot that is being collected; a calendar belongs to none. */
  isAwaiting({ kind, body }: ListMessage): boolean {
    return kind !== 'CALENDAR' && body.revision === this.#head?.revision;
  }

  /** What the terminal said of its limits since the head came is newer than the head. */
  replaceLimits(limits: LimitsStatusBody): void {
    if (this.#head !== null) this.#head = { ...this.#head, limits };
  }

  /** The snapshot once it is complete, else null. Any other message in between is HANDSHAKE_ORDER. */
  accept(message: TerminalMessage): Result<WireSnapshot | null, Fault> {
    if (message.kind === 'SNAPSHOT' && this.#head === null) {
      this.#head = message.body;
      return ok(null);
    }
    if (this.#head === null || !isListMessage(message) || !this.isAwaiting(message)) return err(notOfSnapshot(message));
    const list = this.#lists.accept(message);
    if (!list.ok) return list;
    if (list.value !== null && list.value.kind !== 'calendar')
      this.#found = { ...this.#found, [list.value.kind]: list.value };
    const { symbols, positions, orders, deals } = this.#found;
    const isComplete = symbols && positions && orders && deals;
    return ok(isComplete ? { head: this.#head, symbols, positions, orders, deals } : null);
  }
}

const listKinds: ReadonlySet<TerminalMessage['kind']> = new Set<ListMessage['kind']>([
  'SYMBOLS',
  'POSITIONS',
  'ORDERS',
  'DEALS',
  'CALENDAR',
]);

export const isListMessage = (message: TerminalMessage): message is ListMessage => listKinds.has(message.kind);

function mapComplete<Item>(
  items: Result<readonly Item[] | null, Fault>,
  listOf: (items: readonly Item[]) => WireList,
): Result<WireList | null, Fault> {
  if (!items.ok) return items;
  return ok(items.value === null ? null : listOf(items.value));
}

const notOfSnapshot = ({ kind }: TerminalMessage): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came before the snapshot was complete.`, { kind });
