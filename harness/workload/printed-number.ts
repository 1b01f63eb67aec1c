// SPDX-License-Identifier: Apache-2.0

/**
 * A number that a client printed in decimal digits; `undefined` for anything that is none (`inf`, `nan`, nothing), and for
 * one that is too large to be held exactly enough: four hundred digits would become infinity without a word.
 */
export function printedNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,15}(?:\.[0-9]{1,15})?$/.test(text)) return undefined;
  return Number(text);
}
