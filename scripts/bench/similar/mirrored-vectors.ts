import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { systemMachine } from '#main/wiring/machine.ts';
import { mirrorVectors } from '#main/wiring/mirror-vectors.ts';
import { nodeLauncher } from '#main/wiring/node-launcher.ts';
import type { openStoresAt } from '#main/wiring/open-stores.ts';
import { settingsSchema, type SettingsWish } from '#main/wiring/settings.ts';

export type MirroredVectors = ReturnType<typeof mirrorVectors>;

export type Vectors = ReturnType<MirroredVectors['ladder']['now']>['reads'];

export type VectorQuery = Parameters<Vectors['search']>[0];

export type VectorRecord = Awaited<ReturnType<Vectors['records']>> extends AsyncIterable<infer Row> ? Row : never;

type OpenedStores = Extract<ReturnType<typeof openStoresAt>, { readonly ok: true }>['value'];

/** The vectors of a data folder as the engine has them: by the exact scan, or by the Chroma server at an address. */
export const openVectors = (
  opened: OpenedStores,
  vectors: NonNullable<SettingsWish['memory']>['vectors'],
): MirroredVectors =>
  mirrorVectors({
    ...opened,
    settings: settingsSchema.parse({ memory: { vectors } }),
    machine: systemMachine,
    launcher: nodeLauncher(import.meta.url),
    logger: createRecordingLogger().logger,
  });
