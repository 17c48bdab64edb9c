import { assertDefined } from '#shared/base/assert.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { askEngine } from './ask-engine.ts';

/** What long work tells: any number of times how far it is, and in the end its report. */
type WorkEvent<Progress, Report> = Progress | { readonly kind: 'finished'; readonly report: Report };

/**
 * Has the engine that runs on a data folder do long work, and follows it to its report; null where none runs. Whoever aborts gets `cancelled`, and the
 * engine hears of it.
 */
export async function followEngine<Progress extends { readonly kind: 'progress' }, Report extends object>(
  folder: string,
  begin: (client: ContractClient) => Promise<AsyncIterable<WorkEvent<Progress, Report>>>,
  watch: { readonly onProgress: (event: Progress) => void; readonly signal: AbortSignal; readonly cancelled: Fault },
): Promise<Result<Report | null, Fault>> {
  try {
    return await askEngine(folder, async (client) => {
      let report: Report | null = null;
      for await (const event of await begin(client))
        if (event.kind === 'finished') report = event.report;
        else watch.onProgress(event);
      return assertDefined(report, 'long work ends with its report or with a fault');
    });
  } catch (error) {
    if (!watch.signal.aborted) throw error;
    return err(watch.cancelled);
  }
}
