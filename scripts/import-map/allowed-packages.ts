import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { packageHomes, type Packages, type Row } from './table.ts';

/**
 * Names of the modules from outside that a row lets in: packages as in package.json, Node's own with the prefix
 * `node:`. A name that ends with a slash is a scope.
 */
export function allowedPackages({ folder, packages }: Pick<Row, 'folder' | 'packages'>): readonly string[] {
  const homed = Object.keys(packageHomes);
  const athome = homed.filter((name) => packageHomes[name]?.includes(folder));
  const listed = namesOf(packages).filter((name) => !homed.some((home) => isWithin(name, home)));
  return [...listed, ...athome];
}

const isWithin = (name: string, home: string): boolean => (home.endsWith('/') ? name.startsWith(home) : name === home);

function namesOf(packages: Packages): readonly string[] {
  switch (packages.kind) {
    case 'only':
      return packages.names;
    case 'runtime':
      return [...nodeModules, ...dependencies];
    case 'development':
      return [...nodeModules, ...dependencies, ...devDependencies];
  }
}

const nodeModules = [...new Set(builtinModules.map((name) => `node:${name.replace(/^node:/, '')}`))];

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const dependencies = Object.keys(manifest.dependencies);
const devDependencies = Object.keys(manifest.devDependencies);
