// SPDX-License-Identifier: Apache-2.0
import type { TopLevelSpec } from 'vega-lite';
import type { LoggerInterface } from 'vega';
import { forTerminal } from '../../core/sinks.js';
import { type TextMetrics, useRealMetrics } from './metrics.js';

/** Turns a complete Vega-Lite specification into SVG. */
export type Renderer = (spec: TopLevelSpec) => Promise<string>;

/** What Vega exports at run time but leaves out of its types. */
interface VegaHooks {
  textMetrics: TextMetrics;
  setRandom(random: () => number): void;
  randomLCG(seed: number): () => number;
}

/**
 * Vega-Lite counts the rows of a panel while the layers still have names of their own and warns that it takes them
 * for the same data. They are, and the compiled scale says so; every other warning is passed on.
 */
const EXPECTED = 'Detected faceted independent scales that union domain of the same fields';

/**
 * Loads Vega, which takes about half a second and is therefore done only when a report is written. The same
 * specification always gives the same bytes: the random source is seeded and the counter of ids starts anew.
 */
export async function loadRenderer(): Promise<Renderer> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const hooks = vega as unknown as VegaHooks;
  return async (spec) => {
    hooks.setRandom(hooks.randomLCG(1));
    vega.resetSVGDefIds();
    const restore = useRealMetrics(hooks.textMetrics);
    try {
      const view = new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: 'none' });
      const svg = await view.toSVG();
      view.finalize();
      return svg;
    } finally {
      restore();
    }
  };
}

const logger: LoggerInterface = {
  level: () => logger,
  error: passOn,
  warn: passOn,
  info: () => logger,
  debug: () => logger,
};

function passOn(...messages: readonly unknown[]): LoggerInterface {
  const text = messages.map(String).join(' ');
  if (!text.startsWith(EXPECTED)) process.emitWarning(forTerminal(text, 500), 'ChartWarning');
  return logger;
}
