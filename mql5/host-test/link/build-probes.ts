import { join } from 'node:path';
import { buildProgram } from '../build/build-program.ts';
import type { Variant } from '../build/variant.ts';

/** What a machine with two busy cores may need for the shim and a program. */
export const buildMsMax = 300_000;

export const probePath = (probe: string): string => join(import.meta.dirname, '../probes', `${probe}.mq5`);

/** Makes probes before the clock of a test runs; where the machine cannot, the tests are skipped by themselves. */
export async function buildProbes(variant: Variant, ...probes: readonly string[]): Promise<void> {
  for (const probe of probes) await buildProgram({ program: probePath(probe), variant });
}
