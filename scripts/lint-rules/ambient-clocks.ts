/** Members by name, down to those that are forbidden whatever is done with them. */
export type Ambient = 'all' | { readonly [name: string]: Ambient };

const cryptoChance = forbidden('randomUUID', 'getRandomValues');

/** Globals that tell the machine's time, roll its dice or start its timers. */
export const ambientGlobals: Ambient = {
  ...forbidden('setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'requestIdleCallback'),
  ...forbidden('performance', 'scheduler'),
  Date: forbidden('now'),
  Temporal: forbidden('Now'),
  Math: forbidden('random'),
  crypto: cryptoChance,
  AbortSignal: forbidden('timeout'),
  process: forbidden('hrtime', 'uptime'),
};

/** The same, by module and exported name. */
export const ambientModules: Readonly<Record<string, Ambient>> = {
  'node:timers': 'all',
  'node:timers/promises': 'all',
  'node:perf_hooks': 'all',
  'node:process': forbidden('hrtime', 'uptime'),
  'node:crypto': {
    ...forbidden('randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'getRandomValues'),
    ...forbidden('generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync'),
    webcrypto: cryptoChance,
  },
  luxon: { DateTime: forbidden('now', 'local', 'utc'), Settings: 'all' },
};

function forbidden(...names: string[]): Record<string, 'all'> {
  return Object.fromEntries(names.map((name) => [name, 'all']));
}
