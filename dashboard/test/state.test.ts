import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Failure } from '../src/api/answer.ts';
import { journeyOf } from '../src/core/journey.ts';
import { commandOf, KEY_BINDINGS } from '../src/core/keys.ts';
import { nextPoll, type PollSituation } from '../src/core/poll.ts';
import {
  mustSignIn,
  namesExecution,
  reduce,
  START,
  zoneOf,
  type Action,
  type AppState,
  type Load,
  type SignIn,
} from '../src/core/state.ts';
import { EMPTY_VIEW } from '../src/core/url.ts';
import { FAILURE_WORDS } from '../src/core/words.ts';
import { timelineOf } from './arbitraries.ts';

const VIEW = { ...EMPTY_VIEW, account: 'a', execution: 'e' };
const DOWN: Failure = {
  kind: 'unreachable',
  detail: null,
  httpStatus: null,
  requestId: null,
  hints: [],
};

const answer = (status: string): Answer => ({
  kind: 'timeline',
  timeline: timelineOf([], { status }),
  unreadableRuns: 0,
  etag: '"1"',
});

const after = (...actions: readonly Action[]): AppState => actions.reduce(reduce, START);
const loaded = (state: AppState) => {
  assert.equal(state.load.kind, 'loaded');
  return state.load as Extract<AppState['load'], { kind: 'loaded' }>;
};

test('lookUp_runsThroughLoadingToLoaded', () => {
  const asked = after({ type: 'navigated', view: VIEW }, { type: 'requested' });
  assert.deepEqual(asked.load, { kind: 'loading', slow: false });
  const slow = reduce(asked, { type: 'delayed' });
  assert.deepEqual(slow.load, { kind: 'loading', slow: true });
  const done = loaded(reduce(slow, { type: 'answered', answer: answer('RUNNING'), at: 5 }));
  assert.equal(done.receivedAt, 5);
  assert.equal(done.etag, '"1"');
});

test('failure_firstIsAPage_laterIsTroubleBesideTheTimeline', () => {
  const failed = after(
    { type: 'requested' },
    { type: 'answered', answer: { kind: 'failure', failure: DOWN }, at: 1 },
  );
  assert.deepEqual(failed.load, { kind: 'failed', failure: DOWN });
  const trouble = after(
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
    { type: 'requested' },
    { type: 'answered', answer: { kind: 'failure', failure: DOWN }, at: 2 },
    { type: 'answered', answer: { kind: 'failure', failure: DOWN }, at: 3 },
  );
  assert.equal(loaded(trouble).trouble, DOWN);
  assert.equal(loaded(trouble).failures, 2);
  assert.equal(loaded(trouble).confirmedAt, 1);
  const well = loaded(reduce(trouble, { type: 'answered', answer: { kind: 'unchanged' }, at: 9 }));
  assert.equal(well.trouble, null);
  assert.equal(well.failures, 0);
  assert.equal(well.confirmedAt, 9);
  assert.equal(well.receivedAt, 1);
});

test('ended_isNotedOnlyForWatchedExecutions', () => {
  const fromTheStart = after({ type: 'answered', answer: answer('SUCCEEDED'), at: 1 });
  assert.equal(loaded(fromTheStart).endedAt, null);
  const watched = after(
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
    { type: 'answered', answer: answer('SUCCEEDED'), at: 7 },
    { type: 'answered', answer: answer('SUCCEEDED'), at: 9 },
  );
  assert.equal(loaded(watched).endedAt, 7);
});

test('navigation_sameExecution_keepsWhatIsLoaded', () => {
  const state = after(
    { type: 'navigated', view: VIEW },
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
  );
  const zoomed = reduce(state, { type: 'navigated', view: { ...VIEW, span: { from: 1, to: 2 } } });
  assert.equal(zoomed.load, state.load);
  const other = reduce(state, { type: 'navigated', view: { ...VIEW, execution: 'f' } });
  assert.deepEqual(other.load, { kind: 'none' });
  assert.equal(reduce(state, { type: 'navigated', view: EMPTY_VIEW }).load.kind, 'none');
});

test('opened_file_isShownAsItselfAndNothingOfTheOneBeforeIsLeft', () => {
  const journey = journeyOf(timelineOf([], { status: 'RUNNING' }));
  const before = after(
    { type: 'navigated', view: { ...VIEW, text: 'x', run: 'r', zone: 'local' } },
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
    { type: 'answered', answer: { kind: 'failure', failure: DOWN }, at: 2 },
    { type: 'helped', help: true },
  );
  const state = reduce(before, { type: 'opened', journey, file: 'saved.json', at: 5 });
  assert.deepEqual(state.view, { ...VIEW, zone: 'local' });
  assert.equal(state.help, false);
  assert.deepEqual(loaded(state), {
    kind: 'loaded',
    journey,
    etag: null,
    receivedAt: 5,
    confirmedAt: 5,
    endedAt: null,
    trouble: null,
    failures: 0,
    file: 'saved.json',
  });
});

test('opened_file_givesWayToTheApisAnswerForTheSameIds', () => {
  const journey = journeyOf(timelineOf([]));
  const opened = after({ type: 'opened', journey, file: 'saved.json', at: 5 });
  const again = reduce(opened, { type: 'navigated', view: opened.view });
  assert.deepEqual(again.load, { kind: 'none' });
  const asked = [{ type: 'requested' }, { type: 'answered', answer: answer('FAILED'), at: 9 }];
  assert.equal(loaded((asked as Action[]).reduce(reduce, again)).file, null);
});

test('opened_noTimeline_isSaidInsteadOfWhatWasThere', () => {
  const file: Failure = { ...DOWN, kind: 'file', detail: 'field "runs" is not a list' };
  const state = after(
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
    { type: 'answered', answer: { kind: 'failure', failure: file }, at: 2 },
  );
  assert.deepEqual(state.load, { kind: 'failed', failure: file });
});

test('viewed_noChange_isTheSameState', () => {
  assert.equal(reduce(START, { type: 'viewed', change: { text: '' } }), START);
  assert.equal(reduce(START, { type: 'viewed', change: { text: 'x' } }).view.text, 'x');
});

test('zone_linkGoesBeforePreference', () => {
  assert.equal(zoneOf({ ...START, zone: 'local' }), 'local');
  assert.equal(zoneOf({ ...START, zone: 'local', view: { ...VIEW, zone: 'utc' } }), 'utc');
  const switched = reduce(START, { type: 'zoned', zone: 'local' });
  assert.equal(switched.zone, 'local');
  assert.equal(switched.view.zone, 'local');
});

test('otherActions_setTheirField', () => {
  assert.equal(reduce(START, { type: 'paused', paused: true }).paused, true);
  assert.equal(reduce(START, { type: 'themed', theme: 'dark' }).theme, 'dark');
  assert.equal(reduce(START, { type: 'helped', help: true }).help, true);
  assert.equal(reduce(START, { type: 'delayed' }), START);
  assert.deepEqual(reduce(START, { type: 'signed', signIn: { kind: 'out' } }).signIn, {
    kind: 'out',
  });
  assert.equal(
    reduce(START, { type: 'answered', answer: { kind: 'unchanged' }, at: 1 }).load.kind,
    'none',
  );
  assert.ok(namesExecution(VIEW) && !namesExecution(EMPTY_VIEW));
});

test('signIn_isDueWhereItEndedOrTheApiWantsIt', () => {
  const when = (signIn: SignIn, load: Load = START.load) => ({ ...START, signIn, load });
  const refused: Load = { kind: 'failed', failure: { ...DOWN, kind: 'unauthorised' } };
  assert.equal(mustSignIn(when({ kind: 'off' })), false);
  assert.equal(mustSignIn(when({ kind: 'off' }, refused)), false);
  assert.equal(mustSignIn(when({ kind: 'in', name: 'Ada' })), false);
  assert.equal(mustSignIn(when({ kind: 'in', name: 'Ada' }, refused)), true);
  assert.equal(mustSignIn(when({ kind: 'over', name: 'Ada' })), true);
  assert.equal(mustSignIn(when({ kind: 'failed', failure: DOWN })), true);
});

test('trouble_ofASignInThatIsOver_isNotSaidTwice', () => {
  const refused: Answer = { kind: 'failure', failure: { ...DOWN, kind: 'unauthorised' } };
  const over: SignIn = { kind: 'over', name: 'Ada' };
  const state = after(
    { type: 'answered', answer: answer('RUNNING'), at: 1 },
    { type: 'signed', signIn: over },
    { type: 'answered', answer: refused, at: 2 },
  );
  assert.equal(loaded(state).trouble, null);
  assert.equal(loaded(state).failures, 1);
});

const RUNNING: PollSituation = {
  status: 'RUNNING',
  paused: false,
  hidden: false,
  failures: 0,
  sinceEnded: null,
};

test('poll_runningEveryTwoSeconds_otherwiseNotAtAll', () => {
  assert.equal(nextPoll(RUNNING), 2_000);
  assert.equal(nextPoll({ ...RUNNING, status: 'STALLED' }), 15_000);
  assert.equal(nextPoll({ ...RUNNING, status: 'SUCCEEDED' }), null);
  assert.equal(nextPoll({ ...RUNNING, status: 'FAILED', sinceEnded: 1_000 }), 2_000);
  assert.equal(nextPoll({ ...RUNNING, status: 'FAILED', sinceEnded: 6_000 }), null);
  assert.equal(nextPoll({ ...RUNNING, paused: true }), null);
  assert.equal(nextPoll({ ...RUNNING, hidden: true }), null);
});

test('poll_afterFailures_waitsLongerUpToAMinute', () => {
  const delays = [1, 2, 3, 4, 5, 6, 20].map((failures) => nextPoll({ ...RUNNING, failures }));
  assert.deepEqual(delays, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  assert.equal(nextPoll({ ...RUNNING, status: 'FAILED', failures: 3 }), null);
});

test('keys_eachHasOneMeaning', () => {
  const keys = KEY_BINDINGS.flatMap((binding) => binding.keys);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(commandOf('n'), 'nextProblem');
  assert.equal(commandOf('q'), null);
});

test('failureWords_allKinds_sayWhatToDo', () => {
  for (const words of Object.values(FAILURE_WORDS)) {
    assert.ok(words.title !== '' && words.meaning !== '' && words.hints.length > 0);
  }
});
