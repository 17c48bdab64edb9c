import type {
  AuthorizedEntry,
  AuthorizedReduction,
  EntryAuthority,
  ReduceOnlyAuthority,
} from '#shared/trading/authorized.ts';

/** The mark that a gateway demands is given here, to the two `authorize` functions of this folder and to nobody else. */
export const markEntry = (authority: EntryAuthority): AuthorizedEntry => authority as AuthorizedEntry;

export const markReduction = (authority: ReduceOnlyAuthority): AuthorizedReduction => authority as AuthorizedReduction;
