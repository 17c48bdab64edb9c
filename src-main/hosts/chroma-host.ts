import './require-node.ts';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { findProgram } from './find-program.ts';

/**
 * A Chroma server that ends with this process, and this process with its parent, however either ends. The server comes in an npm package; where that
 * cannot be loaded (it wants a newer C library than some systems have) it is the `chroma` program. `--path`, `--port`, and `--command`, the program
 * where it is not to be searched for. Exit code 127, as of a shell: there is no server to be had.
 */

/** The shell's own code for a program that is not there. */
const absent = 127;

/**
 * A shell that runs the server until it ends, or until nobody holds the other end of its stdin any more: that is closed by the system, whatever
 * became of this process. The server hangs on SIGTERM, so it is killed; what it has acknowledged is on the disk.
 */
const untilAlone = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
exec 2>/dev/null
{ cat <&3 >/dev/null; kill -9 $server; } &
watch=$!
wait $server
code=$?
kill -9 $watch
exit $code`;

if (isMainThread) runHost();
else serveInThread();

function runHost(): void {
  const { path, port, command } = parseArgs({
    options: { path: { type: 'string' }, port: { type: 'string' }, command: { type: 'string' } },
  }).values;
  const words = ['run', '--path', path ?? '', '--host', '127.0.0.1', '--port', port ?? ''];
  let end = endAtOnce;
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) process.on(event, () => end());

  let isLoaded = false;
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: words });
  worker.once('message', () => {
    isLoaded = true;
  });
  worker.once('error', (error: Error) => {
    if (isLoaded) process.stderr.write(`${error.message}\n`);
  });
  worker.once('exit', () => {
    if (isLoaded) process.exit(1);
    end = runProgram(command ?? findProgram('chroma', process.env.PATH), words);
  });
}

/** The binding's call never returns and cannot be interrupted: only the end of the process ends it. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** The program's end is this process's; the answer ends it. */
function runProgram(program: string | null, words: readonly string[]): () => void {
  if (program === null || process.platform === 'win32') process.exit(absent);
  const shell = spawn('/bin/sh', ['-c', untilAlone, 'sh', program, ...words], { stdio: ['pipe', 'ignore', 'inherit'] });
  shell.once('exit', (code) => process.exit(code ?? 1));
  return () => void shell.stdin.destroy();
}

/** Tells that the binding is there, and serves. A binding that cannot be loaded ends the thread. */
function serveInThread(): void {
  const { platform, arch } = process;
  const suffix = platform === 'win32' ? '-msvc' : platform === 'linux' ? '-gnu' : '';
  const requireHere = createRequire(import.meta.url);
  const requireThere = createRequire(requireHere.resolve('chromadb'));
  const binding = requireThere(`chromadb-js-bindings-${platform}-${arch}${suffix}`) as {
    readonly cli: (words: readonly string[]) => void;
  };
  parentPort?.postMessage('loaded');
  binding.cli(['chroma', ...(workerData as readonly string[])]);
}
