// Pictures of the states of state-table.mjs:
//
//   node e2e/screenshots.mjs              those of docs/, compressed, into docs/images
//   node e2e/screenshots.mjs FOLDER       every state, wide and narrow, light, dark and printed
//
// ONLY=failed,start keeps to states whose names begin so.
import { execFileSync } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { reach, startSites, STATES } from './state-table.mjs';

const DOCS = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SIZES = {
  wide: { width: 1440, height: 900 },
  full: { width: 2560, height: 1300 },
  narrow: { width: 390, height: 844 },
  paper: { width: 1123, height: 794 },
};
const EVERY = ['light-wide', 'dark-wide', 'light-narrow', 'dark-narrow', 'print'];

const folder = process.argv[2] ?? DOCS;
const forDocs = process.argv[2] === undefined;
const only = process.env.ONLY?.split(',') ?? [''];
await mkdir(folder, { recursive: true });
const sites = await startSites();
const browser = await launch();
const files = [];
for (const state of STATES.filter(({ name }) => only.some((part) => name.startsWith(part)))) {
  for (const look of forDocs ? (state.picture ?? []) : EVERY) {
    // The first of a state is the one that texts show; the README's has always been failed.png.
    const plain = forDocs && look === state.picture[0];
    files.push(await shoot(state, look, plain ? state.name : `${state.name}-${look}`));
  }
}
await browser.close();
sites.close();
if (forDocs) {
  await compress(files);
}

async function shoot(state, look, name) {
  const [theme, size] = look.split('-');
  const page = await reach(browser, sites, state, {
    viewport: look === 'print' ? SIZES.paper : (SIZES[size] ?? SIZES.wide),
    colorScheme: theme === 'dark' ? 'dark' : 'light',
  });
  const file = join(folder, `${name}.${look === 'print' && !forDocs ? 'pdf' : 'png'}`);
  if (look === 'print' && !forDocs) {
    await page.pdf({ path: file, preferCSSPageSize: true });
  } else {
    await page.emulateMedia({ media: look === 'print' ? 'print' : 'screen' });
    if (look === 'print') {
      // Only printing itself says so; the page lays out all rows when it hears that.
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    }
    await page.screenshot({ path: file, animations: 'disabled', fullPage: look === 'print' });
  }
  if (page.trouble.length > 0) {
    console.error(`${name}: ${page.trouble.join('; ')}`);
    process.exitCode = 1;
  }
  await page.context().close();
  return file;
}

/** To a palette, where pngquant is installed (Debian: apt-get install pngquant). */
async function compress(pictures) {
  const sizes = async () =>
    (await Promise.all(pictures.map(stat))).reduce((sum, { size }) => sum + size, 0);
  const before = await sizes();
  try {
    const flags = [
      '--force',
      '--ext=.png',
      '--speed=1',
      '--quality=70-95',
      '--strip',
      '--nofs',
      '48',
    ];
    execFileSync('pngquant', [...flags, ...pictures]);
  } catch (error) {
    console.error(`not compressed: ${error.message}`);
  }
  const kb = (bytes) => Math.round(bytes / 1024);
  console.log(`${pictures.length} pictures, ${kb(before)} KB, compressed ${kb(await sizes())} KB`);
}
