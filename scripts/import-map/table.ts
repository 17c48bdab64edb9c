/**
 * The table of allowed imports. Whatever is not listed is forbidden. dependency-cruiser (folders, packages) and ESLint
 * (clocks, marks) both read it from here, so a change of the architecture is a change of this file, in a commit of its
 * own.
 */
export interface Row {
  readonly folder: string;
  /** Folders it may import besides itself. */
  readonly folders: readonly string[];
  readonly packages: Packages;
  /** Clock, randomness and timers: none; only through a port; its own. */
  readonly clock: 'no' | 'port' | 'yes';
  /** What it may import, it may import as types only. */
  readonly typesOnly?: true;
}

/**
 * What a folder may take from outside: only named packages; Node and every package under `dependencies`; the same and
 * every package under `devDependencies`. A package with homes (below) is open to its homes and to nobody else, whatever
 * the row says.
 */
export type Packages =
  | { readonly kind: 'only'; readonly names: readonly string[] }
  | { readonly kind: 'runtime' }
  | { readonly kind: 'development' };

const only = (...names: string[]): Packages => ({ kind: 'only', names });
const none = only();
const zod = only('zod');
const runtime: Packages = { kind: 'runtime' };
const development: Packages = { kind: 'development' };
const browser = only(
  ...['react', 'react-dom', 'zustand', 'i18next', 'react-i18next', '@orpc/client', 'zod'],
  ...['lightweight-charts', 'dockview-react', '@tanstack/react-table'],
);

const inShared = (...names: string[]): string[] => names.map((name) => `src-shared/${name}`);
const inMain = (...names: string[]): string[] => names.map((name) => `src-main/${name}`);
const inRenderer = (...names: string[]): string[] => names.map((name) => `src-renderer/${name}`);

/** Each may import those to its left. */
const shared = inShared('base', 'units', 'time', 'market', 'trading', 'agent', 'events', 'contract');

const stages = ['features', 'strategies', 'risk', 'memory', 'sync', 'approval', 'execution'];
const adapters = ['importers', 'stores', 'logging', 'bridge', 'simulation', 'agents'];
const belowWiring = inMain('ports', 'fills', 'protocol', ...stages, ...adapters, 'engine', 'backtest', 'rpc');

/** Each may import those to its left. */
const rendererBase = inRenderer('locale', 'format', 'components', 'stream', 'charts', 'opinions');

/** A screen never imports another screen. */
const screens = inRenderer(
  ...['watchlist', 'agents', 'approvals', 'risk', 'trades', 'sync', 'memory', 'backtest', 'settings'],
);

/** Benchmarks and specs start the same programs on the same builders as the unit tests. */
const outside = [...shared, ...inMain('protocol', 'wiring', 'testkit'), 'out'];

// prettier-ignore
const mainRows: readonly Row[] = [
  { folder: 'src-main/ports',      folders: shared,                                             packages: none,    clock: 'no' },
  { folder: 'src-main/fills',      folders: shared,                                             packages: none,    clock: 'no' },
  { folder: 'src-main/protocol',   folders: shared,                                             packages: only('zod', 'node:crypto'), clock: 'no' },
  { folder: 'src-main/features',   folders: shared,                                             packages: zod,     clock: 'no' },
  { folder: 'src-main/strategies', folders: [...shared, ...inMain('features')],                 packages: zod,     clock: 'no' },
  { folder: 'src-main/risk',       folders: [...shared, ...inMain('features')],                 packages: zod,     clock: 'no' },
  { folder: 'src-main/memory',     folders: [...shared, ...inMain('ports', 'features')],        packages: none,    clock: 'port' },
  { folder: 'src-main/sync',       folders: [...shared, ...inMain('ports')],                    packages: none,    clock: 'port' },
  { folder: 'src-main/approval',   folders: [...shared, ...inMain('ports')],                    packages: none,    clock: 'port' },
  { folder: 'src-main/execution',  folders: [...shared, ...inMain('ports')],                    packages: none,    clock: 'port' },
  { folder: 'src-main/importers',  folders: [...shared, ...inMain('ports')],                    packages: runtime, clock: 'port' },
  { folder: 'src-main/stores',     folders: [...shared, ...inMain('ports')],                    packages: runtime, clock: 'port' },
  { folder: 'src-main/logging',    folders: [...shared, ...inMain('ports')],                    packages: runtime, clock: 'port' },
  { folder: 'src-main/bridge',     folders: [...shared, ...inMain('ports', 'protocol')],        packages: runtime, clock: 'port' },
  { folder: 'src-main/simulation', folders: [...shared, ...inMain('ports', 'protocol', 'fills')], packages: runtime, clock: 'port' },
  { folder: 'src-main/agents',     folders: [...shared, ...inMain('ports', 'features')],        packages: only('zod', 'cockatiel'), clock: 'port' },
  { folder: 'src-main/engine',     folders: [...shared, ...inMain('ports', 'features', 'strategies', 'risk', 'approval', 'execution')], packages: none, clock: 'port' },
  { folder: 'src-main/backtest',   folders: [...shared, ...inMain('ports', 'features', 'strategies', 'risk', 'fills', 'engine')], packages: runtime, clock: 'port' },
  { folder: 'src-main/rpc',        folders: [...shared, ...inMain('ports', 'engine')],          packages: runtime, clock: 'port' },
  { folder: 'src-main/wiring',     folders: [...shared, ...belowWiring],                        packages: runtime, clock: 'yes' },
  { folder: 'src-main/hosts',      folders: [...shared, ...inMain('wiring', 'logging')],        packages: runtime, clock: 'yes' },
  { folder: 'src-main/app',        folders: [...shared, ...inMain('logging')],                  packages: runtime, clock: 'yes' },
  { folder: 'src-main/preload',    folders: inShared('contract'),                               packages: none,    clock: 'no', typesOnly: true },
  { folder: 'src-main/testkit',    folders: [...shared, ...inMain('ports', 'protocol', 'features', 'risk', 'approval')], packages: development, clock: 'yes' },
];

export const table: readonly Row[] = [
  ...shared.map((folder, i): Row => ({ folder, folders: shared.slice(0, i), packages: zod, clock: 'no' })),
  ...mainRows,
  ...rendererBase.map((folder, i): Row => ({
    folder,
    folders: [...shared, ...rendererBase.slice(0, i)],
    packages: browser,
    clock: 'yes',
  })),
  ...screens.map((folder): Row => ({ folder, folders: [...shared, ...rendererBase], packages: browser, clock: 'yes' })),
  {
    folder: 'src-renderer/app',
    folders: [...shared, ...rendererBase, ...screens],
    packages: browser,
    clock: 'yes',
  },
  { folder: 'scripts', folders: [...outside, 'mql5/host-test'], packages: development, clock: 'yes' },
  { folder: 'e2e', folders: outside, packages: development, clock: 'yes' },
  // The adviser is run against the real bridge, without an engine behind it.
  { folder: 'mql5/host-test', folders: [...outside, 'src-main/bridge'], packages: development, clock: 'yes' },
];

/** `*.test.ts` and `*.suite.ts` follow their folder's row and have this besides. */
export const testRow = {
  folders: inMain('ports', 'testkit'),
  packages: development,
  clock: 'yes',
} satisfies Partial<Row>;

/** Packages that live in these folders only. A name that ends with a slash is a scope. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  luxon: inShared('time'),
  // The benchmarks compare with them.
  chromadb: [...inMain('stores'), 'scripts'],
  'neo4j-driver': [...inMain('stores'), 'scripts'],
  '@orpc/contract': inShared('contract'),
  // The stores keep the graphs' checkpoints; the benchmarks weigh the graphs against bare ones.
  '@langchain/': [...inMain('agents', 'stores'), 'scripts'],
  electron: inMain('app', 'preload'),
};

/** Of these modules a folder may use these names only: the protocol hashes and compares, nonces are passed in. */
export const importedNames: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'src-main/protocol': { 'node:crypto': ['createHash', 'createHmac', 'timingSafeEqual'] },
};

/** The only folders that may read `package.json`: the program's version comes from there and is handed on. */
export const manifestReaders: readonly string[] = inMain('wiring');

/** From these folders no path of imports may lead to `electron`. */
export const headless: readonly string[] = inMain('engine', 'wiring', 'hosts');

const owned = (folder: string, ...marks: string[]): [string, string][] => marks.map((mark) => [mark, folder]);

/** A mark (see `src-shared/base/brand.ts`) may be given only in the folder that owns it. */
export const markOwners: Readonly<Record<string, string>> = Object.fromEntries([
  ...owned('src-shared/base', 'Brand'),
  ...owned('src-shared/units', 'Price', 'Points', 'Lots', 'Money', 'UtcMs', 'DurationMs'),
  ...owned('src-shared/trading', 'ClientOrderId', 'OrderTicket', 'DealTicket', 'PositionId'),
  ...owned('src-shared/trading', 'IntentId', 'DecisionId', 'ApprovalId'),
  ...owned('src-main/protocol', 'ServerMs', 'PairingToken'),
  ...owned('src-main/risk', 'RiskApproved'),
  ...owned('src-main/approval', 'Authorized', 'AuthorizedEntry', 'AuthorizedReduction', 'AuthorizedModify'),
]);

/**
 * Where a value may be cast to a type parameter: the makers of marks, which are generic over the mark, and the stores,
 * where a query states the shape of its rows.
 */
export const castsToParameter: readonly string[] = [...inShared('base', 'trading'), ...inMain('stores')];
