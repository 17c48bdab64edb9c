import path from 'node:path';

/** Where the adviser's sources lie: `mql5` beside the folder `out` of the built programs, as beside `src-main` of a host that runs from its source. */
export function adviserFolderOf(hostFile: string): string {
  const upwards = hostFile.endsWith('.ts') ? ['..', '..', '..'] : ['..', '..'];
  return path.join(path.dirname(hostFile), ...upwards, 'mql5');
}
