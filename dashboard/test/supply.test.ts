import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));

interface Locked {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly integrity?: string;
        readonly resolved?: string;
        readonly os?: readonly string[];
        readonly cpu?: readonly string[];
      }
    >
  >;
}

test('supply_packages_areFewAndHeldByTheirDigest', () => {
  const { packages } = read('package-lock.json') as Locked;
  const names = Object.keys(packages).filter((name) => name !== '');
  // Compilers are locked once for each system; a machine installs those of its own.
  const installed = names.filter(
    (name) =>
      packages[name]?.os?.includes('linux') !== false &&
      packages[name]?.cpu?.includes('x64') !== false,
  );
  assert.ok(installed.length <= 60, `${installed.length} packages`);
  for (const name of names) {
    assert.match(packages[name]?.integrity ?? '', /^sha512-/, name);
    assert.equal(packages[name]?.resolved, undefined, `${name} names a registry`);
  }
});

test('supply_pageItself_dependsOnOnePackage', () => {
  const { dependencies, devDependencies } = read('package.json') as Readonly<
    Record<string, Readonly<Record<string, string>>>
  >;
  assert.deepEqual(Object.keys(dependencies ?? {}), ['lit-html']);
  for (const version of Object.values({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/);
  }
});
