import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ScriptedTerminal, type TerminalOptions } from './scripted-terminal.ts';

/**
 * The scripted terminal as a process of its own: `node main.ts '{"address":{"kind":"path","path":"…"}}'`. Each line on stdin is
 * {"call": name of a method, "with": [arguments]}, each is answered by one line on stdout, {"gave": …} or {"failed": …}; the first line out
 * names the address. It ends with its stdin.
 */
const callSchema = z.object({ call: z.string(), with: z.array(z.unknown()).default([]) });

const options = JSON.parse(process.argv[2] ?? '{}') as TerminalOptions;
const terminal = await ScriptedTerminal.start(options);
const methods = new Map<string, (...args: never[]) => unknown>(
  Object.entries({
    tick: terminal.tick.bind(terminal),
    step: terminal.step.bind(terminal),
    trade: terminal.trade.bind(terminal),
    close: terminal.close.bind(terminal),
    moveStops: terminal.moveStops.bind(terminal),
    cancel: terminal.cancel.bind(terminal),
    setOrderRules: terminal.setOrderRules.bind(terminal),
    setTransactionFault: terminal.setTransactionFault.bind(terminal),
    setHistoryLag: terminal.setHistoryLag.bind(terminal),
    setMarketOpen: terminal.setMarketOpen.bind(terminal),
    switchAccount: terminal.switchAccount.bind(terminal),
    disconnect: terminal.disconnect.bind(terminal),
    reconnect: terminal.reconnect.bind(terminal),
    executions: () => terminal.executions.all,
  }),
);

const answer = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

answer({ address: terminal.address });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const { call, with: args } = callSchema.parse(JSON.parse(line));
    const method = methods.get(call);
    if (method === undefined) throw new Error(`The terminal has no ${call}.`);
    answer({ gave: (await method(...(args as never[]))) ?? null });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
}
await terminal.dispose();
