import path from 'node:path';

/** Where the built window lies: beside the built programs, or in `out` where a host runs from its source. */
export function rendererFolderOf(hostFile: string): string {
  const folder = path.dirname(hostFile);
  return hostFile.endsWith('.ts')
    ? path.join(folder, '..', '..', 'out', 'renderer')
    : path.join(folder, '..', 'renderer');
}
