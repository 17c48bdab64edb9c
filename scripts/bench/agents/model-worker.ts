/** The scripted server of models beside the thread that asks; says where it listens, and ends when it is told to. */
import { parentPort } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';

const port = parentPort;
assert(port !== null, 'this runs as a worker');
const server = await startScriptedOllama({ script: groundedScript() });
port.once('message', () => {
  void server[Symbol.asyncDispose]().then(() => port.close());
});
port.postMessage(server.url);
