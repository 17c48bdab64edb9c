import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../build/places.ts';

const cacheFolder = join(root, 'node_modules/.cache/ats-wine');

/**
 * Makes one file for Node 22 of the engine, which later Nodes run as it is: `using` and the like are written out. Packages
 * stay outside, so that the folder lies below `node_modules`. The caller removes the folder.
 */
export async function bundleCockpit(): Promise<{ readonly folder: string; readonly entry: string }> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'bundle-'));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node22',
      outDir: folder,
      minify: false,
      rolldownOptions: { input: join(import.meta.dirname, 'cockpit-on-windows.ts') },
    },
  });
  return { folder, entry: join(folder, 'cockpit-on-windows.js') };
}
