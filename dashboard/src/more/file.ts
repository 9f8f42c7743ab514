import type { Failure } from '../api/answer.ts';
import { parseJson } from '../api/client.ts';
import { decodeTimeline, MalformedAnswer } from '../api/decode.ts';
import { journeyOf, type Journey } from '../core/journey.ts';

/** What a file turned out to be. */
export type Opened =
  | {
      readonly kind: 'journey';
      readonly action: {
        readonly type: 'opened';
        readonly journey: Journey;
        readonly file: string;
      };
    }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** Reads a timeline as the API answers it, from a file of that name. */
export function journeyOfFile(file: string, text: string): Opened {
  try {
    const { timeline, unreadableRuns } = decodeTimeline(parseJson(text));
    const journey = journeyOf(timeline, unreadableRuns);
    return { kind: 'journey', action: { type: 'opened', journey, file } };
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) {
      throw error;
    }
    return {
      kind: 'refused',
      failure: {
        kind: 'file',
        detail: `${file}: ${error.message}.`,
        httpStatus: null,
        requestId: null,
        hints: [],
      },
    };
  }
}
