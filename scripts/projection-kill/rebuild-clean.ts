import { cpSync, rmSync } from 'node:fs';
import { assert } from '#shared/base/assert.ts';
import type { ProjectionName, RebuildReport } from '#shared/contract/memory.ts';
import { rebuildProjection } from '#main/wiring/rebuild-projection.ts';

export type Rebuilt = Readonly<Record<ProjectionName, Pick<RebuildReport, 'rows' | 'hash'>>>;

/**
 * What the same bars and the same ledger come to where nobody disturbs: `ats rebuild` on a copy of a data folder at rest, of which nothing that was
 * derived is left, and no server is asked. The copy goes again.
 */
export async function rebuildClean(
  copy: string,
  { dataFolder, interrupted }: { readonly dataFolder: string; readonly interrupted: AbortSignal },
): Promise<Rebuilt> {
  cpSync(dataFolder, copy, { recursive: true });
  try {
    const made = async (projection: ProjectionName): Promise<RebuildReport> => {
      const report = await rebuildProjection(copy, projection, { onProgress: () => undefined, signal: interrupted });
      assert(report.ok, () => JSON.stringify(report));
      return report.value;
    };
    return { vectors: await made('vectors'), graph: await made('graph') };
  } finally {
    rmSync(copy, { recursive: true });
  }
}
