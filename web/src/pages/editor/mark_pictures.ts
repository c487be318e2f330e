// The little pictures of the chart picker, drawn in a box of 36 by 24: outlines that are filled or stroked.
import type { Mark } from './marks';

export interface Shape {
  d: string;
  fill?: 1 | 2 | 3; // of the accent: full, half, faint
  stroke?: 1 | 2;
}

const disc = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const bar = (x: number, y: number, w: number, h: number) => `M${x} ${y}h${w}v${h}h${-w}z`;

export const markPictures: Record<Mark, Shape[]> = {
  bar: [{ d: bar(4, 12, 5, 10) + bar(12, 5, 5, 17) + bar(20, 9, 5, 13) + bar(28, 2, 5, 20), fill: 1 }],
  line: [
    { d: 'M3 18L12 10L21 14L33 4', stroke: 1 },
    { d: 'M3 21L12 17L21 19L33 13', stroke: 2 },
  ],
  area: [
    { d: 'M3 16L12 9L21 13L33 4V22H3z', fill: 2 },
    { d: 'M3 16L12 9L21 13L33 4', stroke: 1 },
  ],
  combo: [
    { d: bar(4, 14, 5, 8) + bar(12, 9, 5, 13) + bar(20, 12, 5, 10) + bar(28, 8, 5, 14), fill: 2 },
    { d: 'M6 9L15 5L23 7L31 2', stroke: 1 },
  ],
  scatter: [
    {
      d: [
        disc(6, 18, 2),
        disc(11, 14, 2),
        disc(17, 16, 2),
        disc(20, 9, 2),
        disc(26, 10, 2),
        disc(31, 4, 2),
      ].join(''),
      fill: 1,
    },
  ],
  bubble: [
    { d: disc(9, 16, 5), fill: 2 },
    { d: disc(22, 9, 6.5), fill: 1 },
    { d: disc(31, 18, 3), fill: 2 },
  ],
  pie: [
    { d: disc(18, 12, 10), fill: 2 },
    { d: 'M18 12V2A10 10 0 0 1 26.7 17z', fill: 1 },
  ],
  donut: [
    { d: 'M18 2A10 10 0 1 0 26.7 17L22.3 14.5A5 5 0 1 1 18 7z', fill: 2 },
    { d: 'M18 2A10 10 0 0 1 26.7 17L22.3 14.5A5 5 0 0 0 18 7z', fill: 1 },
  ],
  heatmap: [
    { d: bar(4, 3, 8, 5) + bar(22, 9, 8, 5) + bar(13, 15, 8, 5), fill: 1 },
    { d: bar(13, 3, 8, 5) + bar(4, 9, 8, 5) + bar(22, 15, 8, 5), fill: 2 },
    { d: bar(22, 3, 8, 5) + bar(13, 9, 8, 5) + bar(4, 15, 8, 5), fill: 3 },
  ],
  histogram: [
    {
      d:
        bar(3, 18, 5, 4) +
        bar(8, 12, 5, 10) +
        bar(13, 4, 5, 18) +
        bar(18, 7, 5, 15) +
        bar(23, 14, 5, 8) +
        bar(28, 19, 5, 3),
      fill: 1,
    },
  ],
  box_plot: [
    { d: 'M9 3V21M27 2V18', stroke: 2 },
    { d: bar(5, 8, 8, 8) + bar(23, 5, 8, 8), fill: 2 },
    { d: 'M5 12H13M23 8H31', stroke: 1 },
  ],
  waterfall: [
    { d: bar(3, 14, 5, 8) + bar(29, 5, 5, 17), fill: 1 },
    { d: bar(9.5, 8, 5, 6) + bar(16, 3, 5, 5) + bar(22.5, 3, 5, 5), fill: 2 },
  ],
  funnel: [
    { d: bar(3, 3, 30, 5), fill: 1 },
    { d: bar(8, 9.5, 20, 5), fill: 2 },
    { d: bar(13, 16, 10, 5), fill: 3 },
  ],
  gauge: [
    { d: 'M5 20A13 13 0 0 1 31 20L27 20A9 9 0 0 0 9 20z', fill: 3 },
    { d: 'M5 20A13 13 0 0 1 24.5 8.7L22.5 12.2A9 9 0 0 0 9 20z', fill: 1 },
  ],
};
