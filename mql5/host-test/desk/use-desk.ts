import { afterEach, beforeAll, describe, expect } from 'vitest';
import { DeskRig, whyNoDesk, type DeskWishes } from './desk-rig.ts';

/** A suite of tests that each open a desk of their own; skipped, and saying so, where the adviser cannot be built. */
export function describeDesk(name: string, tests: (desk: (wishes?: DeskWishes) => Promise<DeskRig>) => void): void {
  describe.skipIf(whyNoDesk !== null)(whyNoDesk === null ? name : `${whyNoDesk}: ${name}`, () => {
    const open: DeskRig[] = [];

    beforeAll(async () => {
      // The first one compiles the adviser and the shim, which takes a minute on a busy machine.
      await using rig = await DeskRig.open();
      expect(rig.session.isOpen).toBe(true);
    }, 300_000);

    afterEach(async () => {
      for (const rig of open.splice(0)) await rig[Symbol.asyncDispose]();
    });

    tests(async (wishes = {}) => {
      const rig = await DeskRig.open(wishes);
      open.push(rig);
      return rig;
    });
  });
}
