import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../build/places.ts';
import type { FaultOrder } from '../terminal/host-setup.ts';
import { ScriptedTerminal } from '../terminal/scripted-terminal.ts';
import { filesFolder, startAdviser } from '../terminal/start-adviser.ts';

const entrySchema = z.object({
  id: z.string(),
  isSending: z.boolean(),
  symbol: z.string(),
  result: z.string(),
  isFinal: z.boolean(),
  hasDeals: z.boolean(),
  isGuarded: z.boolean(),
});

const dumpSchema = z.object({ isDamaged: z.boolean(), marks: z.array(z.string()), entries: z.array(entrySchema) });

export type JournalDump = z.infer<typeof dumpSchema>;

/** The adviser's journal alone, as a program that does what it is told (`probes/JournalProbe.mq5`). */
export class JournalProbe implements AsyncDisposable {
  readonly #folder: string;
  readonly #terminal: ScriptedTerminal;

  static async open(): Promise<JournalProbe> {
    const folder = mkdtempSync(join(tmpdir(), 'ats-journal-'));
    mkdirSync(join(filesFolder(folder), 'ATS'), { recursive: true });
    const terminal = await ScriptedTerminal.start({ address: { kind: 'path', path: join(folder, 'host.sock') } });
    return new JournalProbe(folder, terminal);
  }

  private constructor(folder: string, terminal: ScriptedTerminal) {
    this.#folder = folder;
    this.#terminal = terminal;
  }

  /** One process: an answer a command, true or false, and for each `dump` what the journal knows. */
  async run(commands: readonly string[], faults: readonly FaultOrder[] = []): Promise<(boolean | JournalDump)[]> {
    this.write('journal-commands.txt', `${commands.join('\n')}\n`);
    const probe = await startAdviser({
      terminal: this.#terminal,
      program: join(root, 'mql5/host-test/probes/JournalProbe.mq5'),
      dataFolder: this.#folder,
      pipesFolder: this.#folder,
      setup: { faults },
    });
    await probe.ended;
    const lines = this.read('journal-answers.txt').toString('utf8').trim().split('\n');
    return lines.map((line) => z.union([z.boolean(), dumpSchema]).parse(JSON.parse(line)));
  }

  /** What a journal of that name holds, read by a new process. */
  async dumps(...names: readonly string[]): Promise<JournalDump[]> {
    const answers = await this.run(names.flatMap((name) => [`open ATS\\${name}`, 'dump']));
    return answers.flatMap((answer) => (typeof answer === 'boolean' ? [] : [answer]));
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(filesFolder(this.#folder), 'ATS', name), content);
  }

  read(name: string): Buffer {
    return readFileSync(join(filesFolder(this.#folder), 'ATS', name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#terminal.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
