// Writes target/bom.json: what of others is in the page, as CycloneDX, from the lock file. By hand,
// because older npm, such as Debian's, has no `npm sbom`, and its output differs at each run.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
const own = lock.packages[''];
const FOLDER = 'node_modules/';

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component(path, { version, license, integrity }) {
  const name = path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);
  const [algorithm, digest] = (integrity ?? '').split('-');
  if (algorithm !== 'sha512' || !license) {
    throw new Error(`package-lock.json: ${path} has no sha512 or no license; run "npm install"`);
  }
  return {
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    licenses: [{ license: { id: license } }],
    purl: purl(name, version),
  };
}

const components = Object.entries(lock.packages)
  .filter(([path, about]) => path.startsWith(FOLDER) && !about.dev && !about.devOptional)
  .map(([path, about]) => component(path, about));

const bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': purl(lock.name, own.version),
      name: lock.name,
      version: own.version,
      purl: purl(lock.name, own.version),
    },
  },
  components,
};
writeFileSync(new URL('target/bom.json', root), `${JSON.stringify(bill, null, 2)}\n`);
