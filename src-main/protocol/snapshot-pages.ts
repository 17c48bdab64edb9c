import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { PageAssembler, splitIntoPages } from './list-pages.ts';
import type { TerminalMessage } from './message.ts';
import type { SnapshotHead, WireDeal, WirePosition } from './messages/state-messages.ts';
import type { ServerMs } from './server-ms.ts';

/** All that the terminal says when a session begins. */
export interface WireSnapshot {
  readonly head: SnapshotHead;
  readonly instruments: readonly Instrument[];
  readonly positions: readonly WirePosition[];
  readonly deals: readonly WireDeal[];
}

/** A list that was complete and is to be applied. */
export type WireList =
  | { readonly kind: 'symbols'; readonly stampMs: ServerMs; readonly instruments: readonly Instrument[] }
  | { readonly kind: 'positions'; readonly stampMs: ServerMs; readonly positions: readonly WirePosition[] }
  | { readonly kind: 'deals'; readonly stampMs: ServerMs; readonly deals: readonly WireDeal[] };

export type ListMessage = Extract<TerminalMessage, { kind: 'SYMBOLS' | 'POSITIONS' | 'DEALS' }>;

export type SnapshotMessage = ListMessage | Extract<TerminalMessage, { kind: 'SNAPSHOT' }>;

/** A list as the messages that carry it. `revision` is the sender's own count of its reports. */
export function listMessages(list: WireList & { readonly revision: number }): readonly ListMessage[] {
  const { revision, stampMs } = list;
  switch (list.kind) {
    case 'symbols':
      return splitIntoPages({ revision, stampMs, items: list.instruments }).map(({ items, ...page }) => ({
        kind: 'SYMBOLS',
        body: { ...page, instruments: items },
      }));
    case 'positions':
      return splitIntoPages({ revision, stampMs, items: list.positions }).map(({ items, ...page }) => ({
        kind: 'POSITIONS',
        body: { ...page, positions: items },
      }));
    case 'deals':
      return splitIntoPages({ revision, stampMs, items: list.deals }).map(({ items, ...page }) => ({
        kind: 'DEALS',
        body: { ...page, deals: items },
      }));
  }
}

/** A snapshot as the messages that carry it, head first. */
export function snapshotMessages({ head, instruments, positions, deals }: WireSnapshot): readonly SnapshotMessage[] {
  const { revision, stampMs } = head;
  return [
    { kind: 'SNAPSHOT', body: head },
    ...listMessages({ kind: 'symbols', revision, stampMs, instruments }),
    ...listMessages({ kind: 'positions', revision, stampMs, positions }),
    ...listMessages({ kind: 'deals', revision, stampMs, deals }),
  ];
}

/** Puts lists together from their pages, whatever the order of the three. */
export class ListAssembler {
  readonly #instruments = new PageAssembler<Instrument>();
  readonly #positions = new PageAssembler<WirePosition>();
  readonly #deals = new PageAssembler<WireDeal>();

  /** The list once it is complete, else null. */
  accept({ kind, body }: ListMessage): Result<WireList | null, Fault> {
    const { stampMs } = body;
    switch (kind) {
      case 'SYMBOLS':
        return mapComplete(this.#instruments.accept(body, body.instruments), (instruments) => ({
          kind: 'symbols',
          stampMs,
          instruments,
        }));
      case 'POSITIONS':
        return mapComplete(this.#positions.accept(body, body.positions), (positions) => ({
          kind: 'positions',
          stampMs,
          positions,
        }));
      case 'DEALS':
        return mapComplete(this.#deals.accept(body, body.deals), (deals) => ({ kind: 'deals', stampMs, deals }));
    }
  }
}

/** Collects the snapshot that begins a session: nothing of it is seen before all of it is there. */
export class SnapshotAssembler {
  readonly #lists = new ListAssembler();
  #head: SnapshotHead | null = null;
  #instruments: WireSnapshot['instruments'] | null = null;
  #positions: WireSnapshot['positions'] | null = null;
  #deals: WireSnapshot['deals'] | null = null;

  /** The snapshot once it is complete, else null. Any other message in between is HANDSHAKE_ORDER. */
  accept(message: TerminalMessage): Result<WireSnapshot | null, Fault> {
    if (message.kind === 'SNAPSHOT' && this.#head === null) {
      this.#head = message.body;
      return ok(null);
    }
    if (!isListMessage(message) || message.body.revision !== this.#head?.revision) return err(notOfSnapshot(message));
    const list = this.#lists.accept(message);
    if (!list.ok) return list;
    if (list.value !== null) this.#keep(list.value);
    if (this.#instruments === null || this.#positions === null || this.#deals === null) return ok(null);
    return ok({ head: this.#head, instruments: this.#instruments, positions: this.#positions, deals: this.#deals });
  }

  #keep(list: WireList): void {
    if (list.kind === 'symbols') this.#instruments = list.instruments;
    else if (list.kind === 'positions') this.#positions = list.positions;
    else this.#deals = list.deals;
  }
}

export const isListMessage = (message: TerminalMessage): message is ListMessage =>
  message.kind === 'SYMBOLS' || message.kind === 'POSITIONS' || message.kind === 'DEALS';

function mapComplete<Item>(
  items: Result<readonly Item[] | null, Fault>,
  listOf: (items: readonly Item[]) => WireList,
): Result<WireList | null, Fault> {
  if (!items.ok) return items;
  return ok(items.value === null ? null : listOf(items.value));
}

const notOfSnapshot = ({ kind }: TerminalMessage): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came before the snapshot was complete.`, { kind });
