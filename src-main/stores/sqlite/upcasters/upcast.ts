import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';

/** Lifts a kind's body from one version to the next. Each has a fixture of the old body and a test of its own. */
export interface Upcaster {
  readonly kind: string;
  readonly fromVersion: number;
  readonly lift: (body: JsonValue) => JsonValue;
}

export interface UpcasterRegistry {
  /** The current version of each kind. */
  readonly versions: Readonly<Record<string, number>>;
  readonly upcasters: readonly Upcaster[];
}

export interface VersionedBody {
  readonly kind: string;
  readonly version: number;
  readonly body: JsonValue;
}

/**
 * The body in its kind's current version. Throws STORE_NEWER_THAN_PROGRAM for a kind or a version that this program does not know; a step
 * without an upcaster is a mistake of ours.
 */
export function upcast({ kind, version, body }: VersionedBody, { versions, upcasters }: UpcasterRegistry): JsonValue {
  const current = versions[kind];
  if (current === undefined || version > current) throw new FaultError(writtenByNewer(kind, version));
  let lifted = body;
  for (let from = version; from < current; from++) {
    const steps = upcasters.filter((upcaster) => upcaster.kind === kind && upcaster.fromVersion === from);
    assert(steps.length === 1, `one upcaster lifts ${kind} from version ${from}`);
    lifted = assertDefined(steps[0], 'there is one step').lift(lifted);
  }
  return lifted;
}

const writtenByNewer = (kind: string, version: number) =>
  fault(
    'STORE_NEWER_THAN_PROGRAM',
    `The event log holds ${kind} in version ${version}, which a newer version of ATS Cockpit wrote. Nothing was lost or changed. ` +
      'Install the newer version again, or name another folder with --data.',
    { kind, version },
  );
