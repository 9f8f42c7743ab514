// The tasks of keyboard-tasks.mjs: node --test e2e/keyboard.mjs
import { startMock } from '../dev/mock.mjs';
import { TASKS } from './keyboard-tasks.mjs';
import { trialsOf } from './trial.mjs';

const mock = await startMock();
const trial = trialsOf(mock.origin, mock);

for (const [name, act] of Object.entries(TASKS)) {
  trial(`byKeyboard_${name}`, {}, (page) => act(page, mock.origin));
}
