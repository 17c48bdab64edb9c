import path from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

/** What a run has come to, by the log and by the terminal's own list; nothing in it hangs on when things happened at the desk. */
export interface Outcome {
  /** Decisions that agents were asked about, each as often as the log has it. */
  readonly asked: readonly string[];
  /** What was answered: the decision, the verdict and how it came about. */
  readonly opinions: readonly string[];
  /** Each ticket with what was offered and how it ended. */
  readonly tickets: readonly string[];
  /** Entries that were journaled. */
  readonly entries: readonly string[];
  /** What the broker did, in order. */
  readonly executed: readonly string[];
  /** Lessons, by their names. */
  readonly lessons: readonly string[];
}

export interface Places {
  readonly dataFolder: string;
  readonly terminalFolder: string;
}

/** Of folders at rest. */
export function outcomeOf({ dataFolder, terminalFolder }: Places): Outcome {
  using ledger = openToRead(path.join(dataFolder, 'ledger.db'));
  using terminal = openToRead(path.join(terminalFolder, 'terminal.db'));
  const events = (kind: string, ...fields: readonly string[]): readonly string[] =>
    ledger.lines(`SELECT ${fields.map(inBody).join(', ')} FROM events WHERE kind = '${kind}' ORDER BY sequence`);
  return {
    asked: events('opinionAsked', 'decisionId'),
    opinions: events(
      'opinionGiven',
      ...['decisionId', 'opinion.verdict', 'opinion.mode', 'opinion.isGrounded', 'opinion.rank', 'fault.code'],
    ),
    tickets: ledger.lines(
      `SELECT json_extract(ticket, '$.intent.decisionId'), json_extract(ticket, '$.parameters.side'),
         json_extract(ticket, '$.parameters.volume'), json_extract(ticket, '$.parameters.stop'), coalesce(outcome, 'open')
       FROM approvals ORDER BY sequence`,
    ),
    entries: ledger.lines(
      `SELECT ${['side', 'volume', 'stop'].map(inRequest).join(', ')}, status FROM orders
       WHERE json_extract(request, '$.kind') = 'entry' ORDER BY sequence`,
    ),
    executed: terminal.lines('SELECT entry, side, volume FROM deals ORDER BY deal_ticket'),
    lessons: events('lessonLearnt', 'lesson.lessonId', 'lesson.isGrounded'),
  };
}

export interface Judgement {
  /** More than one entry at the broker, or one that the cockpit does not know of. */
  readonly doubled: readonly string[];
  /** What the undisturbed run has and this one has otherwise. */
  readonly differences: readonly string[];
  /** The engine died between the journal and the pipe: the order is known never to have been sent, and nothing came after it. */
  readonly isUnsent: boolean;
}

/** A run that was struck, held against the one of the same market that was not. */
export function judge(wanted: Outcome, found: Outcome): Judgement {
  const entriesOf = ({ executed }: Outcome): readonly string[] => executed.filter((line) => line.startsWith('in '));
  const filled = found.entries.filter((line) => line.endsWith(' filled'));
  const doubled = entriesOf(found).length > 1 || entriesOf(found).length !== filled.length;
  const isUnsent = found.entries.length === 1 && filled.length === 0 && found.executed.length === 0;
  const compared: readonly (keyof Outcome)[] = isUnsent
    ? ['asked', 'opinions', 'tickets']
    : ['asked', 'opinions', 'tickets', 'entries', 'executed', 'lessons'];
  return {
    doubled: doubled ? [`at the broker: ${found.executed.join('; ')}`, `known: ${found.entries.join('; ')}`] : [],
    differences: compared.flatMap((part) => {
      const [there, here] = [wanted[part].join('; '), found[part].join('; ')];
      return there === here ? [] : [`${part}: ${there} undisturbed, ${here} here`];
    }),
    isUnsent,
  };
}

const inBody = (field: string): string => `json_extract(body, '$.${field}')`;
const inRequest = (field: string): string => `json_extract(request, '$.${field}')`;

const cellSchema = z.union([z.string(), z.number()]).nullable();

function openToRead(file: string): Disposable & { readonly lines: (sql: string) => readonly string[] } {
  const db = new Database(file, { readonly: true });
  return {
    lines: (sql) =>
      db
        .prepare(sql)
        .raw()
        .all()
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
