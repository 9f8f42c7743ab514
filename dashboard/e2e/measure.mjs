// Measures the built page beside its goals, prints the table and writes it into docs/BENCHMARKS.md:
//
//   node e2e/measure.mjs          everything, some four minutes
//   node e2e/measure.mjs times    loads and reactions only; the machine should do nothing else
//   node e2e/measure.mjs states   what the states and the keyboard's tasks show
//   node e2e/measure.mjs table    only writes what was measured before
//
// Times are medians of five in Debian's Chromium; API and browser share the machine.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { startMock } from '../dev/mock.mjs';
import { coverage } from '../dev/coverage.mjs';
import { violations } from './axe.mjs';
import { launch, watchedPage } from './browser.mjs';
import { TASKS } from './keyboard-tasks.mjs';
import { GOALS } from './measuring/goals.mjs';
import { calibration, load, slowLoad, weigh } from './measuring/loads.mjs';
import { keys, live, scrolling } from './measuring/reactions.mjs';
import { reach, startSites, STATES } from './state-table.mjs';

const at = (path) => new URL(`../${path}`, import.meta.url);
const DOCUMENT = at('../docs/BENCHMARKS.md');
const BEGIN = '<!-- dashboard: from here on written by npm run measure -->';
const END = '<!-- dashboard: until here -->';
const PARTS = { times, states };

const [part] = process.argv.slice(2);
if (part !== undefined && part !== 'table' && !Object.hasOwn(PARTS, part)) {
  console.error(`unknown part '${part}'; it is one of ${Object.keys(PARTS).join(', ')}, table`);
  process.exit(2);
}
await mkdir(at('target/measured'), { recursive: true });
for (const [name, measure] of Object.entries(PARTS)) {
  if (part === undefined || part === name) {
    const browser = await launch();
    const found = await measure(browser);
    await browser.close();
    await writeFile(at(`target/measured/${name}.json`), JSON.stringify(found));
  }
}
const found = Object.assign({}, ...(await Promise.all(Object.keys(PARTS).map(measured))));
const rows = GOALS.filter(({ of }) => found[of] !== undefined).map((goal) => ({
  ...goal,
  value: goal.shown(found[goal.of]),
  isMet: goal.met(found[goal.of]),
}));
console.table(
  rows.map(({ goal, says, value, allows, isMet }) => ({ goal, says, value, allows, isMet })),
);
console.log(`fixed loop: ${Math.round(found.calibration ?? NaN)} ms`);
await writeTable();

async function measured(name) {
  return readFile(at(`target/measured/${name}.json`), 'utf8').then(JSON.parse, () => ({}));
}

async function times(browser) {
  const mock = await startMock();
  const base = mock.origin;
  const before = await calibration(browser, base);
  const small = await load(browser, base, 500);
  const weights = await weigh(small.files);
  const slow = await load(browser, base, 500, 4);
  const large = await load(browser, base, 10_000);
  const largest = await load(browser, base, 25_000);
  const frames = await scrolling(browser, base);
  const reactions = await keys(browser, base);
  const joined = await live(browser, base);
  const skeleton = await slowLoad(browser, base);
  const after = await calibration(browser, base);
  mock.close();
  return {
    calibration: (before + after) / 2,
    ...weights,
    requests: small.files.length,
    lcp500: small.lcp,
    tti500: small.interactive,
    lcp500slow: slow.lcp,
    tti500slow: slow.interactive,
    verdictLag: small.verdictLag,
    first10000: large.first,
    blocked10000: large.blocked,
    first25000: largest.first,
    heap25000: largest.heap,
    frame50: frames.p50,
    frame95: frames.p95,
    next: reactions.next,
    filter: reactions.filter,
    live95: joined.p95,
    liveShift: joined.shift,
    shift: Math.max(small.shift, slow.shift, large.shift, largest.shift, skeleton),
  };
}

async function states(browser) {
  const sites = await startSites();
  const found = { nodes: 0, violations: 0, foreign: 0, states: STATES.length };
  for (const state of STATES) {
    const page = await reach(browser, sites, state, { colorScheme: 'light' });
    const light = await violations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const problems = [...light, ...(await violations(page))];
    problems.forEach((problem) => console.error(`${state.name}: ${problem}`));
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    found.nodes = Math.max(found.nodes, nodes);
    found.violations += problems.length;
    found.foreign += page.trouble.filter((each) => each.startsWith('foreign')).length;
    await page.context().close();
  }
  found.tasks = await tasksDone(browser, sites.plain.origin);
  sites.close();
  return { ...found, ...(await supplies()) };
}

async function tasksDone(browser, base) {
  let done = 0;
  for (const [name, act] of Object.entries(TASKS)) {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await watchedPage(browser, base, { permissions });
    try {
      await act(page, base);
      done += 1;
    } catch (error) {
      console.error(`${name}: ${error.message}`);
    }
    await page.context().close();
  }
  return done;
}

async function supplies() {
  const { dependencies } = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const installed = JSON.parse(await readFile(at('node_modules/.package-lock.json'), 'utf8'));
  return {
    dependencies: Object.keys(dependencies).length,
    packages: Object.keys(installed.packages).length,
    coverage: coverage(at('target/lcov.info')).whole,
  };
}

async function writeTable() {
  const document = await readFile(DOCUMENT, 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`docs/BENCHMARKS.md has no place for the table: ${BEGIN} … ${END}`);
  }
  const lines = rows.map(
    ({ goal, says, value, allows, isMet, others }) =>
      `| ${goal} | ${says} | ${isMet ? value : `**${value}**`} | ${allows} | ${others} |`,
  );
  const table = [
    BEGIN,
    '',
    `A fixed loop took ${Math.round(found.calibration ?? NaN)} ms in the same run. ${found.states ?? 0} states were walked. Bold is missed.`,
    '',
    '| goal | what | measured | allowed | others |',
    '| --- | --- | ---: | ---: | ---: |',
    ...lines,
    '',
  ].join('\n');
  await writeFile(DOCUMENT, `${document.slice(0, begin)}${table}\n${document.slice(end)}`);
}
