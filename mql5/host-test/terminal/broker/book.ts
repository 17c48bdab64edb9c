import { dealLine, orderLine, positionLine, type Deal, type Order, type Position } from './rows.ts';

/** What hosts are told of a change: rows into their mirrors, and the transactions that their programs handle. */
export interface BookOutput {
  row(line: readonly string[]): void;
  transaction(fields: Readonly<Record<string, string | number>>): void;
}

/** The tables of one account, with every change told. What the rows mean is the broker's business. */
export class Book {
  readonly positions = new Map<number, Position>();
  readonly orders = new Map<number, Order>();
  readonly historyOrders = new Map<number, Order>();
  readonly deals = new Map<number, Deal>();
  readonly #out: BookOutput;

  constructor(out: BookOutput) {
    this.#out = out;
  }

  putPosition(position: Position): void {
    this.positions.set(position.ticket, position);
    this.#out.row(positionLine(position));
  }

  dropPosition(ticket: number): void {
    this.positions.delete(ticket);
    this.#out.row(['POSITION_GONE', String(ticket)]);
  }

  putOrder(order: Order): void {
    this.orders.set(order.ticket, order);
    this.#out.row(orderLine('ORDER', order));
  }

  /** An order that is done leaves the living ones for the history. */
  endOrder(order: Order): void {
    this.orders.delete(order.ticket);
    this.historyOrders.set(order.ticket, order);
    this.#out.row(['ORDER_GONE', String(order.ticket)]);
    this.#out.row(orderLine('HISTORY_ORDER', order));
  }

  putDeal(deal: Deal): void {
    this.deals.set(deal.ticket, deal);
    this.#out.row(dealLine(deal));
  }

  positionOf(symbol: string): Position | null {
    return [...this.positions.values()].find((it) => it.symbol === symbol) ?? null;
  }

  /** Everything, for a host that has just come or another account that was switched to. */
  *lines(): Generator<readonly string[]> {
    for (const position of this.positions.values()) yield positionLine(position);
    for (const order of this.orders.values()) yield orderLine('ORDER', order);
    for (const order of this.historyOrders.values()) yield orderLine('HISTORY_ORDER', order);
    for (const deal of this.deals.values()) yield dealLine(deal);
  }
}
