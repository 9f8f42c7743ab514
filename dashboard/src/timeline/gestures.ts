import { between, type Scale, type Span } from '../core/scale.ts';

/** What gestures need to know and may do. */
export interface GestureHost {
  /** Of the track. */
  scale(): Scale;
  whole(): Span;
  look(span: Span): void;
  /** `factor` < 1 looks closer; `anchor` (a time) keeps its place. */
  zoom(factor: number, anchor: number): void;
  /** By a share of what is seen. */
  pan(share: number): void;
}

const WHEEL_ZOOM = 1.0015;
const DRAG_STARTS = 4;

/** Ctrl and wheel zoom about the pointer; a sideways wheel moves. Anything else scrolls. */
export function wheelOn(element: HTMLElement, track: HTMLElement, host: GestureHost): void {
  element.addEventListener(
    'wheel',
    (event) => {
      const scale = host.scale();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const x = event.clientX - track.getBoundingClientRect().left;
        const factor = WHEEL_ZOOM ** (event.deltaY * (event.deltaMode === 1 ? 16 : 1));
        host.zoom(factor, scale.at(x));
        return;
      }
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        event.preventDefault();
        host.pan(sideways / scale.width);
      }
    },
    { passive: false },
  );
}

/** One finger or the mouse moves what is seen, two fingers zoom. */
export function dragOn(element: HTMLElement, track: HTMLElement, host: GestureHost): void {
  const pointers = new Map<number, number>();
  let dragging = false;
  let startX = 0;
  element.addEventListener('pointerdown', (event) => {
    if (event.button === 0 && (event.target as HTMLElement).closest('.track') !== null) {
      pointers.set(event.pointerId, event.clientX);
      startX = event.clientX;
      dragging = false;
    }
  });
  element.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      return;
    }
    const scale = host.scale();
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? before;
      const factor =
        Math.max(8, Math.abs(before - other)) / Math.max(8, Math.abs(event.clientX - other));
      const middle = (event.clientX + other) / 2 - track.getBoundingClientRect().left;
      host.zoom(factor, scale.at(middle));
      pointers.set(event.pointerId, event.clientX);
    } else if (dragging || Math.abs(event.clientX - startX) > DRAG_STARTS) {
      if (!dragging) {
        dragging = true;
        element.setPointerCapture(event.pointerId);
        element.classList.add('dragging');
      }
      host.pan((before - event.clientX) / scale.width);
      pointers.set(event.pointerId, event.clientX);
    }
  });
  const end = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    element.classList.remove('dragging');
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  // A drag is no click on the bar it ended on.
  element.addEventListener(
    'click',
    (event) => {
      if (dragging) {
        dragging = false;
        event.stopPropagation();
      }
    },
    { capture: true },
  );
}

/**
 * Drag across `element` to look at that stretch; double-click to see all. With `grip`, dragging
 * that element moves what is seen instead.
 */
export function brushOn(
  element: HTMLElement,
  host: GestureHost,
  scaleOfElement: () => Scale,
  grip: HTMLElement | null,
): void {
  const brush = document.createElement('div');
  brush.className = 'brush';
  brush.hidden = true;
  element.append(brush);
  let start: number | null = null;
  let gripped = false;
  const x = (event: PointerEvent): number => event.clientX - element.getBoundingClientRect().left;
  element.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      start = x(event);
      gripped = grip !== null && event.target === grip;
      element.setPointerCapture(event.pointerId);
    }
  });
  element.addEventListener('pointermove', (event) => {
    if (start === null) {
      return;
    }
    const now = x(event);
    if (gripped) {
      const scale = scaleOfElement();
      const { span } = host.scale();
      host.pan((now - start) / Math.max(1, scale.x(span.to) - scale.x(span.from)));
      start = now;
    } else {
      brush.hidden = Math.abs(now - start) < DRAG_STARTS;
      brush.style.transform = `translateX(${Math.min(start, now)}px)`;
      brush.style.width = `${Math.abs(now - start)}px`;
    }
  });
  element.addEventListener('pointerup', (event) => {
    if (start !== null && !brush.hidden) {
      const scale = scaleOfElement();
      host.look(between(scale.at(start), scale.at(x(event)), host.whole()));
    }
    start = null;
    brush.hidden = true;
  });
  element.addEventListener('pointercancel', () => {
    start = null;
    brush.hidden = true;
  });
  element.addEventListener('dblclick', () => host.look(host.whole()));
}
