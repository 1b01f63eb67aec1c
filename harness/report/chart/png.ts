// SPDX-License-Identifier: Apache-2.0
import { fontFile } from './fonts.js';

/** Turns SVG into PNG at twice its size. */
export type Rasteriser = (svg: string) => Promise<Buffer>;

/** Loads resvg; it draws with the bundled font only, so that every machine gives the same picture. */
export async function loadRasteriser(): Promise<Rasteriser> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const font = {
    loadSystemFonts: false,
    fontFiles: [fontFile('normal'), fontFile('bold')],
    defaultFontFamily: 'DejaVu Sans',
  };
  return async (svg) => (await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: 2 } })).asPng();
}
