import type { Failure, FailureKind } from '../api/answer.ts';
import { FAILURE_WORDS, type FailureWords } from './words.ts';

/** Where the views across executions put it differently from the view of one execution. */
const WORDS: Partial<Readonly<Record<FailureKind, Partial<FailureWords>>>> = {
  'bad-request': {
    title: 'The API cannot answer this',
    meaning: 'It refused the question as it stands in the address.',
    hints: ['Choose another time window, or correct the step or the error code.'],
  },
  forbidden: { meaning: 'Your sign-in lacks the permission to look at executions.' },
  'not-found': {
    title: 'The API does not know this view',
    meaning: 'It has no answer at this address.',
    hints: ['This page may be newer than the API; whoever runs Orion Trail can tell.'],
  },
  server: {
    meaning: 'The question arrived, but answering it went wrong.',
  },
  timeout: {
    hints: ['Try again, or choose a shorter time window.'],
  },
  malformed: {
    meaning: 'Something answered, but not with what this page understands.',
  },
};

/** The words for a failure on one of these views. */
export function pageFailureWords(failure: Failure): FailureWords {
  return { ...FAILURE_WORDS[failure.kind], ...WORDS[failure.kind] };
}
