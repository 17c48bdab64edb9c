import { counterModulus } from './frame-header.ts';

/** A counter that wraps at 2³², moved on. */
export const advance = (counter: number, by: number): number => (counter + by) % counterModulus;

/** How far `later` is ahead of `earlier`, across the wrap. */
export const distance = (earlier: number, later: number): number => (later - earlier + counterModulus) % counterModulus;
