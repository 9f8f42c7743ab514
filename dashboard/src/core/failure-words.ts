import type { Failure } from '../api/answer.ts';

export interface FailureWords {
  readonly title: string;
  /** What it means, in one sentence; the API's own detail is shown besides. */
  readonly meaning: string;
  readonly hints: readonly string[];
  readonly retry: boolean;
}

/** What each failure is called and what to do about it. */
export const FAILURE_WORDS: Readonly<Record<Failure['kind'], FailureWords>> = {
  'not-found': {
    title: 'No events of this execution',
    meaning: 'No event is stored under this account and execution.',
    hints: [
      'Check both ids: they are case-sensitive, and the execution id belongs to this account.',
      'A run that has only just begun takes a few seconds to arrive.',
      'Events are kept for a limited time; an older execution may be past it.',
    ],
    retry: true,
  },
  'bad-request': {
    title: 'These ids cannot be looked up',
    meaning: 'The API refused the question.',
    hints: ['Copy both ids again, without quotes or brackets around them.'],
    retry: false,
  },
  unauthorised: {
    title: 'You are not signed in',
    meaning: 'The API wants to know who asks, or your session is over.',
    hints: ['Sign in again; the link stays the same.'],
    retry: true,
  },
  'sign-in': {
    title: 'Sign-in did not work',
    meaning: 'Nobody is signed in, so nothing can be looked up.',
    hints: ['Sign in again; the link stays the same.'],
    retry: true,
  },
  misconfigured: {
    title: 'This page is set up wrongly',
    meaning: 'Its config.json does not say how to reach the API.',
    hints: ['Tell whoever runs Orion Trail; the field above is one of config.json.'],
    retry: false,
  },
  forbidden: {
    title: 'You may not see this',
    meaning: 'Your sign-in lacks the permission to look up journeys.',
    hints: ['Ask whoever runs Orion Trail for the scope journeys/read.'],
    retry: false,
  },
  expired: {
    title: 'This execution has expired',
    meaning: 'Its events are past their retention.',
    hints: ['Archived events can be replayed; whoever runs Orion Trail can do that.'],
    retry: false,
  },
  throttled: {
    title: 'Too many questions at once',
    meaning: 'The API is limiting how often it answers.',
    hints: ['Wait a few seconds and try again.'],
    retry: true,
  },
  server: {
    title: 'The API failed',
    meaning: 'The question arrived, but answering it went wrong. Your ids may well be right.',
    hints: ['Try again. If it goes on, give the request id below to whoever runs Orion Trail.'],
    retry: true,
  },
  unreachable: {
    title: 'The API cannot be reached',
    meaning: 'No answer came back.',
    hints: ['Check your connection or VPN.', 'In a local run: is it still running?'],
    retry: true,
  },
  timeout: {
    title: 'The API did not answer in time',
    meaning: 'The question was given up after 30 seconds.',
    hints: ['Try again; a very large execution is answered faster the second time.'],
    retry: true,
  },
  file: {
    title: 'This file is no timeline',
    meaning: 'It does not hold what the API answers for an execution.',
    hints: ['Take the file from the JSON view of an execution (Download), and open it as it is.'],
    retry: false,
  },
  malformed: {
    title: 'The answer makes no sense',
    meaning: 'Something answered, but not with a timeline this page understands.',
    hints: [
      'A proxy or a sign-in page may have answered in the API’s place.',
      'If this page was open for long, reload it: the API may be newer.',
    ],
    retry: true,
  },
};
