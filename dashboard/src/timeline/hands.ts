import type { Axis } from './axis.ts';
import type { Frame } from './frame.ts';
import { brushOn, dragOn, wheelOn, type GestureHost } from './gestures.ts';
import { Overview } from './overview.ts';
import { Pointing } from './pointing.ts';
import type { Scaffold } from './scaffold.ts';
import type { Stage } from './stage.ts';
import { INSET } from './frame.ts';

/** The overview, and all that mouse and fingers do on the timeline; loaded after the first sight. */
export class Hands {
  readonly overview = new Overview(INSET);

  constructor(
    parts: Scaffold,
    axis: Axis,
    stage: Stage,
    gestures: GestureHost,
    frame: () => Frame | null,
  ) {
    const { scroller, grid, body, axisTrack, overviewRow } = parts;
    const pointing = new Pointing(axis, stage, frame);
    const { overview } = this;
    overviewRow.append(overview.element);
    scroller.append(pointing.tip);
    wheelOn(scroller, axisTrack, gestures);
    dragOn(body, axisTrack, gestures);
    brushOn(axisTrack, gestures, gestures.scale, null);
    brushOn(overview.element, gestures, () => overview.scale, overview.window);
    pointing.on(grid, axisTrack);
  }
}
