// SPDX-License-Identifier: Apache-2.0

/** Thrown for a word that is not what it should be; whoever reads lines adds which one. */
export class WordError extends Error {}

/** A whole number in decimal digits, at most `most`. @throws WordError. */
export function wholeNumber(word: string | undefined, most = Number.MAX_SAFE_INTEGER): number {
  const text = word ?? '';
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9 || value > Number.MAX_SAFE_INTEGER)
      throw new WordError(`"${text}" is no number`);
    value = value * 10 + digit;
  }
  if (text === '' || value > most) throw new WordError(`"${text}" is no number up to ${most}`);
  return value;
}

/** A whole number that may be negative. @throws WordError. */
export function signedNumber(word: string | undefined): number {
  return word?.startsWith('-') === true ? -wholeNumber(word.slice(1)) : wholeNumber(word);
}

/** An address in hexadecimal. @throws WordError. */
export function address(word: string | undefined): bigint {
  if (word === undefined || !/^[0-9a-f]{1,16}$/.test(word))
    throw new WordError(`"${word ?? ''}" is no address`);
  return BigInt(`0x${word}`);
}

/** Bytes in hexadecimal. @throws WordError. */
export function hexBytes(word: string | undefined): Buffer {
  if (word === undefined || word.length % 2 !== 0 || !/^[0-9a-f]+$/.test(word))
    throw new WordError('no bytes');
  return Buffer.from(word, 'hex');
}
