import { registerHooks } from 'node:module';
import { assert } from '#shared/base/assert.ts';
import { changesOf, plantVariable } from './plants.ts';

/** Loaded before the program of an engine: writes the fault that its environment names into the source that comes after. */
const wished = process.env[plantVariable];
const planted = changesOf(wished);
assert(planted !== null, () => `no fault is called ${String(wished)}`);

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const changes = planted.filter(({ file }) => url.endsWith(`/${file}`));
    if (changes.length === 0 || loaded.source == null) return loaded;
    let source = Buffer.from(loaded.source as Uint8Array).toString();
    for (const { file, line, planted: written } of changes) {
      assert(source.includes(line), () => `${file} has no line any more where the fault ${String(wished)} could stand`);
      source = source.replace(line, written);
    }
    return { ...loaded, source };
  },
});
