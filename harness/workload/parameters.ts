// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { ParameterDeclarations, ParameterValues } from './types.js';

/** What is wrong with a parameter, and what to write instead. */
export interface ParameterFault {
  /** `PARAMETER_UNKNOWN`, or `PARAMETER_INVALID` for a value. */
  code: 'PARAMETER_UNKNOWN' | 'PARAMETER_INVALID';
  message: string;
  next: string;
}

/** The workload that a parameter is for. */
interface Owner {
  name: string;
  parameters: ParameterDeclarations;
}

/** What is wrong with a value for a parameter of a workload; nothing when it fits. */
export function parameterFault(
  { name, parameters }: Owner,
  key: string,
  value: unknown,
): ParameterFault | undefined {
  const declared = ownValue(parameters, key);
  if (declared === undefined) {
    return {
      code: 'PARAMETER_UNKNOWN',
      message: `${name} has no parameter \`${key}\`; it has ${parameterList(parameters)}.`,
      next: Object.keys(parameters).length === 0 ? 'Remove it.' : 'Use one of those, or remove it.',
    };
  }
  const { minimum, maximum } = declared;
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) {
    return undefined;
  }
  return {
    code: 'PARAMETER_INVALID',
    message: `\`${key}\` of ${name} is ${JSON.stringify(value)}.`,
    next: `Write a whole number from ${minimum} to ${maximum} (${declared.label}).`,
  };
}

/** The parameters of a workload with their ranges, in a sentence. */
export function parameterList(parameters: ParameterDeclarations): string {
  const all = Object.entries(parameters).map(
    ([key, { minimum, maximum }]) => `\`${key}\` (${minimum} to ${maximum})`,
  );
  return all.length === 0 ? 'none' : all.join(', ');
}

/** A value for every parameter: the given one, or the default. */
export function completeParameters<P extends ParameterDeclarations>(
  { parameters }: { parameters: P },
  given: Readonly<Record<string, number>>,
): ParameterValues<P> {
  const values = Object.entries(parameters).map(([key, declared]) => [
    key,
    ownValue(given, key) ?? declared.default,
  ]);
  return Object.fromEntries(values) as ParameterValues<P>;
}
