import type { ContractClient } from '#shared/contract/contract-client.ts';

/** One way to the engine, open until `closed` settles. `close` lets go of it; whether that ends it is the way's own affair. */
export interface Connection {
  readonly client: ContractClient;
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/** Opens a way to the engine; rejects where there is none. */
export type Connect = (signal: AbortSignal) => Promise<Connection>;
