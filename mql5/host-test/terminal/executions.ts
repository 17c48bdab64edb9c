import { appendFileSync } from 'node:fs';

/** One thing that happened to money or exposure at the broker. */
export interface Execution {
  readonly kind: 'order' | 'deal' | 'modify' | 'cancel';
  /** When, by the terminal's own clock, UTC. */
  readonly atUtcMs: number;
  readonly login: number;
  readonly order: number;
  readonly deal: number;
  readonly positionId: number;
  /** The mark of the order, in decimal; the broker's own orders carry 0. */
  readonly magic: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly volume: number;
  readonly price: number;
  readonly entry: 'in' | 'out' | 'inOut' | 'outBy' | null;
  readonly by: 'adviser' | 'trader' | 'stop' | 'target' | 'stopOut';
}

/**
 * The broker's own list: every order that it accepted, every deal that it made, in order, never changed. It is the only judge of whether
 * something was executed once, twice or not at all.
 */
export class Executions {
  readonly #list: Execution[] = [];
  readonly #file: string | null;

  /** `file`: every entry is appended to it as a line of JSON, too. */
  constructor(file: string | null = null) {
    this.#file = file;
  }

  add(execution: Execution): void {
    this.#list.push(execution);
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify(execution)}\n`);
  }

  get all(): readonly Execution[] {
    return this.#list;
  }

  dealsOf(magic: string): readonly Execution[] {
    return this.#list.filter((it) => it.kind === 'deal' && it.magic === magic);
  }

  ordersOf(magic: string): readonly Execution[] {
    return this.#list.filter((it) => it.kind === 'order' && it.magic === magic);
  }
}
