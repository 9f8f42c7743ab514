// Holds the lines that unit tests reached against the goal: node dev/coverage.mjs target/lcov.info
// Modules free of the browser count, with those that sign in; what no test loads counts as missed.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDERS = ['src/core', 'src/api', 'src/sign-in'];
const WHOLE = 95;
const EACH = 90;
/** Puts the parts together in the browser, where it is tried. */
const LEFT_OUT = /\/installation\.js$/;
/** What is left of a module of declarations only. */
const NOTHING = /^\s*export \{\};\s*(\/\/# sourceMappingURL=.*\s*)?$/;

/** Hit and all lines of each module, as an lcov report of the unit tests says. */
export function coverage(report) {
  const reached = new Map();
  for (const record of readFileSync(report, 'utf8').split('end_of_record')) {
    const file = /^SF:(?:.*\/)?target\/unit\/(.*)$/m.exec(record)?.[1];
    if (file !== undefined) {
      reached.set(file, [number(record, 'LH'), number(record, 'LF')]);
    }
  }
  const modules = FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`../target/unit/${folder}`, import.meta.url)).map(
      (name) => `${folder}/${name}`,
    ),
  ).filter((file) => file.endsWith('.js') && !LEFT_OUT.test(file) && !NOTHING.test(made(file)));
  const rows = modules.map((file) => {
    const [hit, all] = reached.get(file) ?? [0, 1];
    return { file, hit, all, share: (100 * hit) / all };
  });
  const sum = (name) => rows.reduce((before, row) => before + row[name], 0);
  return { rows, all: sum('all'), whole: (100 * sum('hit')) / sum('all') };
}

function made(file) {
  return readFileSync(new URL(`../target/unit/${file}`, import.meta.url), 'utf8');
}

function number(record, name) {
  return Number(new RegExp(`^${name}:(\\d+)$`, 'm').exec(record)?.[1] ?? 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, all, whole } = coverage(process.argv[2]);
  console.log(`coverage: ${whole.toFixed(1)} % of ${all} lines in ${rows.length} modules`);
  const short = rows.filter(({ share }) => share < EACH);
  short.forEach(({ file, share }) =>
    console.error(`${file}: ${share.toFixed(1)} %, not ${EACH} %`),
  );
  if (whole < WHOLE || short.length > 0) {
    console.error(`The goal is ${WHOLE} % of all lines and ${EACH} % of each module's.`);
    process.exit(1);
  }
}
