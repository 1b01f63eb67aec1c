// SPDX-License-Identifier: Apache-2.0
import type { TopLevelSpec } from 'vega-lite';
import { chartStep } from './failure.js';
import type { Form } from './layout.js';
import { loadRasteriser } from './png.js';
import { loadRenderer } from './render.js';
import { type SpecFiles, readSpecFiles } from './spec.js';
import { tidy } from './svg.js';

/** A drawn chart in all its forms. */
export interface DrawnChart {
  title: string;
  /** File name without extension. */
  file: string;
  svg: string;
  /** The same chart for a page as narrow as a phone. */
  narrowSvg: string;
  png: Buffer;
  /** The specification with its data. */
  spec: string;
  csv: string;
}

/** What a chart is drawn from. */
export interface Drawing<Subject> extends Pick<DrawnChart, 'title' | 'file' | 'csv'> {
  /** What the chart shows, kept beside its pictures. */
  subject: Subject;
  /** What a screen reader says instead of the picture; the numbers are in the table beside it. */
  label: string;
  /** The Vega-Lite specification in one of its two widths. */
  specOf: (files: SpecFiles, form: Form) => TopLevelSpec;
}

/**
 * Draws charts one after the other; the PNG image of each is made while the next is drawn.
 * @throws BenchError `CHART_FAILED` (exit 3).
 */
export async function draw<Subject>(
  drawings: readonly Drawing<Subject>[],
): Promise<(DrawnChart & Subject)[]> {
  const [render, rasterise, files] = await Promise.all([loadRenderer(), loadRasteriser(), readSpecFiles()]);
  const pending: Promise<DrawnChart & Subject>[] = [];
  for (const { subject, title, file, csv, label, specOf } of drawings) {
    const spec = specOf(files, 'wide');
    const [svg, narrowSvg] = await chartStep(title, async () => [
      tidy(await render(spec), label),
      tidy(await render(specOf(files, 'narrow')), label),
    ]);
    const whole = chartStep(title, async () => {
      const png = await rasterise(svg);
      return {
        ...subject,
        title,
        file,
        svg,
        narrowSvg,
        png,
        csv,
        spec: `${JSON.stringify(spec, null, 2)}\n`,
      };
    });
    // Whoever waits for all of them gets the error; until then it must not count as one that nobody handles.
    whole.catch(() => undefined);
    pending.push(whole);
  }
  return Promise.all(pending);
}
