/**
 * What the terminal itself knows of its account: rows as they reached it, which may be later than the broker has them (a line that is
 * broken, a base that lags). A host that comes is told this, not what the broker knows.
 */
export class TerminalBase {
  readonly #rows = new Map<string, readonly string[]>();
  readonly #account = new Map<string, string>();

  take(line: readonly string[]): void {
    const [verb = '', ticket = ''] = line;
    if (verb === 'ACCOUNT')
      for (const field of line.slice(1)) this.#account.set(field.slice(0, field.indexOf('=')), field);
    else if (verb === 'TRADES_CLEAR') this.#rows.clear();
    else if (tables.includes(verb)) this.#rows.set(`${verb} ${ticket}`, line);
    else if (verb.endsWith(gone)) this.#rows.delete(`${verb.slice(0, -gone.length)} ${ticket}`);
  }

  *lines(): Generator<readonly string[]> {
    yield ['ACCOUNT', ...this.#account.values()];
    yield* this.#rows.values();
  }
}

const gone = '_GONE';
const tables: readonly string[] = ['POSITION', 'ORDER', 'HISTORY_ORDER', 'DEAL'];
