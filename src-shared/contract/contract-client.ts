import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from './contract.ts';

/** The contract as a caller sees it, whatever carries it. */
export type ContractClient = ContractRouterClient<typeof contract>;
