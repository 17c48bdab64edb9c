import { homedir } from 'node:os';
import { chooseDataFolder } from '#main/stores/data-folder/choose-data-folder.ts';

/** The data folder of this machine's user: what was named, else ATS_DATA, else the platform's own place. */
export const dataFolderPath = (named: string | undefined): string =>
  chooseDataFolder({
    named: named ?? null,
    environment: process.env,
    platform: process.platform,
    homeFolder: homedir(),
  });
