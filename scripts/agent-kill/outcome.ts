import path from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

/**
 * What became of the first setup that came to a ticket, by the log and by the terminal's own list; nothing in it hangs on when things happened at the desk. A
 * market that went on for a bar more may have had a setup after it.
 */
export interface Outcome {
  /** The decision, as often as agents were asked about it. */
  readonly asked: readonly string[];
  /** What was answered: the verdict and how it came about. */
  readonly opinions: readonly string[];
  /** Each ticket with what was offered and how it ended. */
  readonly tickets: readonly string[];
  /** Entries that were journaled. */
  readonly entries: readonly string[];
  /** What the broker did, in order. */
  readonly executed: readonly string[];
  /** Lessons, by their names. */
  readonly lessons: readonly string[];
  /** Which intent each entry at the broker is of, those of later setups too; a stranger's where the log knows of none. */
  readonly intents: readonly string[];
}

export interface Places {
  readonly dataFolder: string;
  readonly terminalFolder: string;
}

/** Of folders at rest. */
export function outcomeOf({ dataFolder, terminalFolder }: Places): Outcome {
  using ledger = openToRead(path.join(dataFolder, 'ledger.db'));
  using terminal = openToRead(path.join(terminalFolder, 'terminal.db'));
  const [decisionId = ''] = ledger.lines(
    `SELECT ${inTicket('intent.decisionId')} FROM approvals ORDER BY sequence LIMIT 1`,
  );
  const ofDecision = (kind: string, ...fields: readonly string[]): readonly string[] =>
    ledger.lines(
      `SELECT ${fields.map(inBody).join(', ')} FROM events
       WHERE kind = '${kind}' AND ${inBody('decisionId')} = ? ORDER BY sequence`,
      decisionId,
    );
  const isOfIntent = `json_extract(request, '$.kind') = 'entry' AND ${inRequest('intentId')} = ?`;
  const intentId = `enter:${decisionId}`;
  const orderIds = ledger.lines(`SELECT client_order_id FROM orders WHERE ${isOfIntent}`, intentId);
  const positionIds = terminal.lines(
    'SELECT position_id FROM deals WHERE client_order_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(orderIds),
  );
  return {
    asked: ofDecision('opinionAsked', 'decisionId'),
    opinions: ofDecision(
      'opinionGiven',
      ...['opinion.verdict', 'opinion.mode', 'opinion.isGrounded', 'opinion.rank', 'fault.code'],
    ),
    tickets: ledger.lines(
      `SELECT ${['side', 'volume', 'stop'].map((field) => inTicket(`parameters.${field}`)).join(', ')},
         coalesce(outcome, 'open')
       FROM approvals WHERE ${inTicket('intent.decisionId')} = ? ORDER BY sequence`,
      decisionId,
    ),
    entries: ledger.lines(
      `SELECT ${['side', 'volume', 'stop'].map(inRequest).join(', ')}, status FROM orders
       WHERE ${isOfIntent} ORDER BY sequence`,
      intentId,
    ),
    executed: terminal.lines(
      `SELECT entry, side, volume FROM deals
       WHERE position_id IN (SELECT value FROM json_each(?)) ORDER BY deal_ticket`,
      JSON.stringify(positionIds),
    ),
    lessons: ledger
      .lines(
        `SELECT ${inBody('lesson.lessonId')}, ${inBody('lesson.isGrounded')} FROM events
         WHERE kind = 'lessonLearnt' ORDER BY sequence`,
      )
      .filter((line) => positionIds.some((positionId) => line.startsWith(`lesson:reflection/${positionId}#`))),
    intents: terminal
      .lines("SELECT client_order_id FROM deals WHERE entry = 'in' ORDER BY deal_ticket")
      .map(
        (id) =>
          ledger.lines(`SELECT ${inRequest('intentId')} FROM orders WHERE client_order_id = ?`, id)[0] ?? stranger,
      ),
  };
}

const stranger = "a stranger's";

export interface Judgement {
  /** Two entries of one intent at the broker, or one that the cockpit does not know of or takes for something else. */
  readonly doubled: readonly string[];
  /** What the undisturbed run has and this one has otherwise. */
  readonly differences: readonly string[];
  /** The engine died between the journal and the pipe: the order is known never to have been sent, and nothing came after it. */
  readonly isUnsent: boolean;
}

/** A run that was struck, held against the one of the same market that was not. */
export function judge(wanted: Outcome, found: Outcome): Judgement {
  const executed = found.executed.filter((line) => line.startsWith('in '));
  const filled = found.entries.filter((line) => line.endsWith(' filled'));
  const isOnceEach = new Set(found.intents).size === found.intents.length && !found.intents.includes(stranger);
  const isDoubled = !isOnceEach || executed.length !== filled.length;
  const isUnsent = found.entries.length === 1 && filled.length === 0 && found.executed.length === 0;
  const compared: readonly (keyof Outcome)[] = isUnsent
    ? ['asked', 'opinions', 'tickets']
    : ['asked', 'opinions', 'tickets', 'entries', 'executed', 'lessons'];
  return {
    doubled: isDoubled ? [`at the broker: ${found.intents.join('; ')}`, `known: ${found.entries.join('; ')}`] : [],
    differences: compared.flatMap((part) => {
      const [there, here] = [wanted[part].join('; '), found[part].join('; ')];
      return there === here ? [] : [`${part}: ${there} undisturbed, ${here} here`];
    }),
    isUnsent,
  };
}

const inBody = (field: string): string => `json_extract(body, '$.${field}')`;
const inTicket = (field: string): string => `json_extract(ticket, '$.${field}')`;
const inRequest = (field: string): string => `json_extract(request, '$.${field}')`;

const cellSchema = z.union([z.string(), z.number()]).nullable();

function openToRead(
  file: string,
): Disposable & { readonly lines: (sql: string, ...values: readonly string[]) => readonly string[] } {
  const db = new Database(file, { readonly: true });
  return {
    lines: (sql, ...values) =>
      db
        .prepare(sql)
        .raw()
        .all(...values)
        .map((row) =>
          z
            .array(cellSchema)
            .parse(row)
            .map((cell) => cell ?? '–')
            .join(' '),
        ),
    [Symbol.dispose]: () => db.close(),
  };
}
