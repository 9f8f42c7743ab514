import type { Skew, Timeline } from '../api/types.ts';
import { count, formatDuration } from './format.ts';
import type { Journey } from './journey.ts';
import { flagWords } from './words.ts';

/** Something to bear in mind about the data, and which runs it concerns. */
export interface QualityLine {
  readonly text: string;
  /** A filter that lets through the runs it concerns; null where no run can be named. */
  readonly filter: string | null;
  /** A single run that it concerns; -1 for none. */
  readonly run: number;
}

const MOST_SKEWS = 5;

/** What was missing, doubled or at odds; empty where all is well. */
export function qualityOf(journey: Journey): readonly QualityLine[] {
  const { timeline, unreadableRuns } = journey;
  const quality = timeline.dataQuality;
  const found: QualityLine[] = [];
  const say = (text: string, filter: string | null = null, run = -1): void => {
    found.push({ text, filter, run });
  };
  const tell = (
    number: number,
    one: string,
    rest: string,
    filter: string | null = null,
    many?: string,
  ): void => {
    if (number > 0) {
      say(`${count(number, one, many)} ${rest}.`, filter);
    }
  };
  if (timeline.truncated) {
    say('Too large to show whole: the first and the last events are here, the middle is not.');
  }
  tell(timeline.duplicateCount, 'repeated event', 'left out');
  tell(unreadableRuns, 'run', 'could not be read, so not shown');
  tell(quality.startsMissing, 'run', 'without a start', 'flag=START_MISSING');
  tell(quality.endsMissing, 'run', 'without an end, though the execution is over', 'status=LOST');
  tell(quality.duplicateStates, 'run', 'with more than one start or end', 'flag=DUPLICATE_STATE');
  tell(quality.invalidParents, 'run', 'with a parent that cannot be', 'flag=PARENT_INVALID');
  tell(
    quality.unresolvedDependencies,
    'dependency',
    'on a step that did not come before',
    'unresolved=',
    'dependencies',
  );
  found.push(...skewLines(timeline));
  tell(quality.cutEvents, 'event', 'cut to fit the store');
  tell(quality.unreadableItems, 'stored item', 'could not be read');
  if (timeline.payload !== 'INCLUDED') {
    say(
      timeline.payload === 'OMITTED_FOR_SCOPE'
        ? 'Attributes and error messages are left out: your sign-in does not include them.'
        : 'Attributes and error messages are left out: the answer would be too large.',
    );
  }
  timeline.flags.forEach((flag) => say(flagWords(flag).long));
  return found;
}

function skewLines(timeline: Timeline): QualityLine[] {
  const { clockSkews, skews } = timeline.dataQuality;
  const lines = skews
    .slice(0, MOST_SKEWS)
    .map((skew) => ({ text: skewSentence(timeline, skew), filter: null, run: skew.run }));
  const rest = clockSkews - lines.length;
  return rest > 0
    ? [
        ...lines,
        {
          text: `${count(rest, lines.length === 0 ? 'pair' : 'more pair')} of moments in an order that two clocks cannot both have seen.`,
          filter: timeline.runs.some((run) => run.flags.includes('CLOCK_SKEW'))
            ? 'flag=CLOCK_SKEW'
            : null,
          run: -1,
        },
      ]
    : lines;
}

function skewSentence({ runs }: Timeline, skew: Skew): string {
  const step = runs[skew.run]?.step ?? '';
  const hosts =
    skew.startHost !== null && skew.endHost !== null && skew.startHost !== skew.endHost
      ? ` Clocks of ${skew.startHost} and ${skew.endHost} disagree.`
      : '';
  const by = formatDuration(skew.nanos);
  return skew.dependency === null
    ? `${step} ended ${by} before it started.${hosts}`
    : `${step} started ${by} before ${runs[skew.dependency]?.step ?? ''}, which it waited for, had ended.${hosts}`;
}
