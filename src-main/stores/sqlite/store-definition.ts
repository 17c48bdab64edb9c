/** One step forward of a store's schema. Never edited after a release: what it got wrong, the next one puts right. */
export interface Migration {
  /** 1 for the first; each one higher than the last. Becomes the file's `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** What makes a database file this store and no other. */
export interface StoreDefinition {
  readonly name: 'ledger' | 'market' | 'agents';
  /** Four letters in the file's header, so that another program's database is not taken for ours. */
  readonly applicationId: number;
  /** FULL: a commit outlives a loss of power. NORMAL: the last commits may be gone then, the file stays whole. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly migrations: readonly Migration[];
  /** What a person can do when the file cannot be read, and what that costs. */
  readonly remedy: string;
}

export const latestVersion = ({ migrations }: Pick<StoreDefinition, 'migrations'>): number =>
  migrations.at(-1)?.version ?? 0;
