// SPDX-License-Identifier: Apache-2.0
import type { GuestPath, Milliseconds, PrintedLine, ShortText, TcpPort } from '../core/text-types.js';

/** When an app counts as ready: exactly one member. */
export interface Readiness {
  /** It accepts a connection on this TCP port of 127.0.0.1. */
  tcp?: TcpPort;
  /**
   * It has ended with this status.
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  exit?: number;
  /** It has printed this whole line on standard output. */
  line?: PrintedLine;
  /** Guest time within which that must happen, ms; 10,000 when missing. */
  withinMs?: Milliseconds;
}

/** One functional check. */
export type FunctionalCheck = TcpCheck | OutputCheck;

/** An exchange over one TCP connection to the app. */
export interface TcpCheck {
  /** What a reader sees, e.g. `SET stores a value`. */
  name: ShortText;
  /** Port of 127.0.0.1. */
  tcp: TcpPort;
  /** Bytes to send. */
  send: string;
  /**
   * How `send` and `expect` stand for bytes: as UTF-8 (default), or each character up to U+00FF as one byte (`latin1`),
   * for protocols with bytes that no text has.
   */
  encoding?: 'utf8' | 'latin1';
  /** What the answer must be; every given member must hold. */
  expect: Expectation;
  /** When the answer is judged: as soon as it fits (default), or when the app closes the connection. */
  until?: 'match' | 'close';
  /** Guest time that the exchange may take, ms; 5,000 when missing. */
  withinMs?: Milliseconds;
}

/** A line that the app must have printed. */
export interface OutputCheck {
  /** What a reader sees, e.g. `prints its line`. */
  name: ShortText;
  /** The whole line, without its newline. */
  line: PrintedLine;
  /** Where it is printed; `stdout` when missing. */
  stream?: 'stdout' | 'stderr';
  /** Guest time to wait for it, ms; 1,000 when missing. */
  withinMs?: Milliseconds;
}

/** What an answer must be; at least one member. */
export interface Expectation {
  /** The whole answer. */
  exact?: string;
  /** How it begins. */
  prefix?: string;
  /** What it contains. */
  contains?: string;
  /** How it ends. */
  suffix?: string;
  /** How it ends: with all bytes of this file of the guest, an absolute path. */
  suffixFile?: GuestPath;
}
