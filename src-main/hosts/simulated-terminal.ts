import './require-node.ts';
import { wireSimulatedTerminal } from '#main/wiring/wire-simulated-terminal.ts';
import { parseTerminalOptions } from './simulated-terminal-options.ts';

/** The simulated terminal as a process of its own. What happens in it is told on stdout, one JSON object a line. */
const token = process.env.ATS_PAIRING_TOKEN ?? '';
delete process.env.ATS_PAIRING_TOKEN;

const terminal = await wireSimulatedTerminal({
  ...parseTerminalOptions(process.argv.slice(2)),
  token,
  onNote: (note) => void process.stdout.write(`${JSON.stringify(note)}\n`),
});

if (!terminal.ok) {
  process.stderr.write(`${terminal.error.code}: ${terminal.error.message}\n`);
  process.exit(1);
}

const stop = (): void => {
  terminal.value[Symbol.dispose]();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// A terminal that was launched ends with its parent, whatever became of it: by the fork's channel, or because nobody reads it any more.
process.on('disconnect', stop);
process.stdout.on('error', stop);

terminal.value.start();
