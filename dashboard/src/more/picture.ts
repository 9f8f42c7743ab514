import {
  MOST_PICTURED,
  pictureOf,
  type Colour,
  type Picture,
  type Shape,
} from '../core/picture.ts';
import { Clock } from '../core/clock.ts';
import { download, fileName } from './download.ts';
import type { ToolsHost } from './tools.ts';

const SVG = 'http://www.w3.org/2000/svg';
const FONT = 'system-ui, sans-serif';
const STRIPE = 6;
const RATIO = 2;

type Palette = (colour: Colour) => string;

/** Saves the rows and the stretch of time that are seen as a picture. */
export function savePicture(host: ToolsHost, format: 'svg' | 'png'): void {
  const input = host.input();
  if (input === null) {
    return;
  }
  const { loaded, state } = input;
  const { journey } = loaded;
  const rows = host.rows();
  const picture = pictureOf({
    journey,
    rows,
    span: state.view.span,
    clock: new Clock('utc'),
    present: journey.asOfOffset,
  });
  const style = getComputedStyle(document.documentElement);
  const palette: Palette = (colour) => style.getPropertyValue(`--${colour}`).trim();
  const name = fileName(journey.timeline.executionId);
  if (format === 'svg') {
    download(`${name}.svg`, 'image/svg+xml', svgOf(picture, palette));
  } else {
    canvasOf(picture, palette).toBlob((blob) => {
      if (blob !== null) {
        download(`${name}.png`, 'image/png', blob);
      }
    });
  }
  host.announce(
    rows.rows.length > MOST_PICTURED
      ? `Saved the first ${MOST_PICTURED} rows; filter for the others.`
      : 'The picture is saved.',
  );
}

function svgOf(picture: Picture, palette: Palette): string {
  const root = element('svg', {
    xmlns: SVG,
    width: picture.width,
    height: picture.height,
    viewBox: `0 0 ${picture.width} ${picture.height}`,
    'font-family': FONT,
  });
  const stripes = element('pattern', {
    id: 'stripes',
    width: STRIPE,
    height: STRIPE,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  });
  stripes.append(element('rect', { width: 2, height: STRIPE, fill: '#fff', 'fill-opacity': 0.35 }));
  root.append(stripes, ...picture.shapes.flatMap((shape) => svgShape(shape, palette)));
  return new XMLSerializer().serializeToString(root);
}

function svgShape(shape: Shape, palette: Palette): Element[] {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height } = shape;
      const place = { x: x.toFixed(1), y, width: width.toFixed(1), height, rx: 2 };
      const box = element('rect', { ...place, fill: palette(shape.fill) });
      return shape.striped ? [box, element('rect', { ...place, fill: 'url(#stripes)' })] : [box];
    }
    case 'line':
      return [
        element('polyline', {
          points: shape.points.map(([x, y]) => `${x.toFixed(1)},${y}`).join(' '),
          fill: 'none',
          stroke: palette(shape.stroke),
          'stroke-width': shape.width,
        }),
      ];
    case 'text': {
      const words = element('text', {
        x: shape.x.toFixed(1),
        y: shape.y,
        'font-size': shape.size,
        'font-weight': shape.bold ? 600 : 400,
        'text-anchor': shape.anchor,
        fill: palette(shape.fill),
      });
      words.textContent = shape.text;
      return [words];
    }
  }
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  return made;
}

function canvasOf(picture: Picture, palette: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  // Canvases end at about 32 000 pixels: a tall picture is drawn less finely.
  const ratio = Math.min(RATIO, 30_000 / picture.height);
  canvas.width = Math.round(picture.width * ratio);
  canvas.height = Math.round(picture.height * ratio);
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.scale(ratio, ratio);
    picture.shapes.forEach((shape) => paint(context, shape, palette));
  }
  return canvas;
}

function paint(context: CanvasRenderingContext2D, shape: Shape, palette: Palette): void {
  switch (shape.kind) {
    case 'rect':
      context.fillStyle = palette(shape.fill);
      context.fillRect(shape.x, shape.y, shape.width, shape.height);
      if (shape.striped) {
        paintStripes(context, shape.x, shape.y, shape.width, shape.height);
      }
      break;
    case 'line':
      context.strokeStyle = palette(shape.stroke);
      context.lineWidth = shape.width;
      context.beginPath();
      shape.points.forEach(([x, y]) => context.lineTo(x, y));
      context.stroke();
      break;
    case 'text':
      context.fillStyle = palette(shape.fill);
      context.font = `${shape.bold ? 600 : 400} ${shape.size}px ${FONT}`;
      context.textAlign = shape.anchor;
      context.fillText(shape.text, shape.x, shape.y);
  }
}

function paintStripes(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = 'rgb(255 255 255 / 35%)';
  context.lineWidth = 2;
  context.beginPath();
  for (let at = x - height; at < x + width; at += STRIPE * 1.4) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}
