// What the trials of one execution are told: `BASE clean=ACCOUNT#EXECUTION failed=… running=…`, as
// line.mjs. Without BASE, dev/mock.mjs stands in for the line.
import { startMock } from '../dev/mock.mjs';

const [given, ...rest] = process.argv.slice(2);
export const mock = given === undefined ? await startMock() : null;
export const base = given ?? mock.origin;

const NAMES = ['clean', 'failed', 'running'];
const named = new Map(
  rest.map((argument) => {
    const [name, ...id] = argument.split('=');
    if (!NAMES.includes(name) || id.length === 0) {
      console.error(`unknown argument '${argument}'; it is one of ${NAMES.join('=, ')}=`);
      process.exit(2);
    }
    return [name, id.join('=')];
  }),
);

/** An account holds no `#`. */
function parted(name, usual) {
  const id = named.get(name) ?? usual;
  const hash = id.indexOf('#');
  return { account: id.slice(0, hash), execution: id.slice(hash + 1) };
}

export const clean = parted('clean', 'acct-42#succeeded');
export const failed = parted('failed', 'acct-42#failed');
export const running = parted('running', 'acct-42#running');

/** What the API itself answers. */
export async function fromApi(path, { account, execution }, more = {}) {
  const query = new URLSearchParams({ accountId: account, executionId: execution, ...more });
  const response = await fetch(new URL(`/v1/${path}?${query}`, base));
  return response.json();
}
