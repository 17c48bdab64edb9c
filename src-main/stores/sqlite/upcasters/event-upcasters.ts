import { engineEventVersions } from '#shared/events/engine-event.ts';
import type { UpcasterRegistry } from './upcast.ts';

/** Every kind is still in its first version. */
export const eventUpcasters: UpcasterRegistry = { versions: engineEventVersions, upcasters: [] };
