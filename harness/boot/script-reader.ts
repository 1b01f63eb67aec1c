// SPDX-License-Identifier: Apache-2.0
import { foreign } from '../core/foreign.js';
import type { ConsoleScript } from '../system/guest/types.js';
import { KeptOutput } from './kept-output.js';
import { KernelLog, type KernelTrouble } from './kernel-log.js';
import { type LineMatcher, type LineParts, lineMatcher, literalStart } from './line-pattern.js';
import type { ClientOutput } from './types.js';

/** More of a line is not looked at; a longer one fits no pattern. */
const LINE_BYTES = 4096;

/** What a program between two lines may print, bytes. */
const OUT_BYTES = 1024 * 1024;

/** What was read of a console by a script. */
export interface ReadScript {
  tsc: { main?: bigint; ready?: bigint };
  hz?: bigint;
  ready: boolean;
  clients: ClientOutput[];
  /** Lines of success that came, in order. */
  succeeded: number;
  /** The first line with which it said that it failed, and what that means. */
  failed?: { line: string; says: string };
  /** A client that began and did not end, or printed too much. */
  open?: { name: string; tooMuch: boolean };
  /** True when the line came behind which it stays. */
  halted: boolean;
  /** True when it printed anything. */
  spoke: boolean;
  /** True when the text by which the host notes the line of main came in another line before. */
  unmarked: boolean;
  /** What a kernel that is a Linux said about its own death. */
  trouble?: KernelTrouble | undefined;
  /** Its last lines. */
  lines: string[];
}

interface Client {
  name: string;
  begin: LineMatcher;
  end: LineMatcher;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Reads the console of a guest without our PID 1, by lines that were declared, as it comes in pieces of any size. */
export class ScriptReader {
  readonly #script: ConsoleScript;
  readonly #loaded: boolean;
  readonly #success: LineMatcher[];
  readonly #failures: { match: LineMatcher; says: string }[];
  readonly #clients: Client[];
  readonly #main: LineMatcher | undefined;
  readonly #ready: LineMatcher | undefined;
  readonly #halt: LineMatcher | undefined;
  readonly #log = new KernelLog();
  readonly #line = Buffer.alloc(LINE_BYTES);
  #length = 0;
  readonly #read: Omit<ReadScript, 'lines' | 'trouble'> = {
    ...{ tsc: {}, ready: false, clients: [], succeeded: 0, halted: false, spoke: false, unmarked: false },
  };
  #open: { client: Client; out: KeptOutput; tooMuch: boolean } | undefined;

  /** @param loaded true for a guest that serves on under a load from the host: who makes the load knows when it is over. */
  constructor(script: ConsoleScript, loaded = false) {
    this.#loaded = loaded;
    const { success, failures = [], clients = {}, main, ready, end } = script;
    this.#script = script;
    this.#success = success.map(lineMatcher);
    this.#failures = failures.map(({ line, says }) => ({ match: lineMatcher(line), says }));
    this.#clients = Object.entries(clients).map(([name, lines]) => ({
      ...{ name, begin: lineMatcher(lines.begin), end: lineMatcher(lines.end) },
    }));
    this.#main = main === undefined ? undefined : lineMatcher(main);
    this.#ready = ready === undefined ? undefined : lineMatcher(ready);
    this.#halt = typeof end === 'object' && 'halt' in end ? lineMatcher(end.halt) : undefined;
  }

  /** True for a guest that will not end by itself any more, or whose end is not waited for. */
  get isOver(): boolean {
    const { failed, halted, succeeded } = this.#read;
    const served = this.#script.end === 'kill' && succeeded === this.#success.length;
    return failed !== undefined || halted || (served && !this.#loaded);
  }

  /** Takes the next bytes. */
  take(bytes: Uint8Array): void {
    this.#log.take(bytes);
    for (const byte of bytes) {
      if (byte === NEWLINE) this.#end();
      // Some consoles end lines with two of them, or begin them with one.
      else if (byte !== RETURN) {
        this.#line[this.#length] = byte;
        this.#length += 1;
      }
    }
  }

  /** What was read; a last line needs no end. */
  finish(): ReadScript {
    if (this.#length > 0) this.#end();
    this.#log.end();
    const open = this.#open;
    return {
      ...this.#read,
      ...(open === undefined ? {} : { open: { name: open.client.name, tooMuch: open.tooMuch } }),
      trouble: this.#log.trouble,
      lines: this.#log.lines().slice(-LAST_LINES),
    };
  }

  #end(): void {
    const line = this.#line.toString('latin1', 0, Math.min(this.#length, LINE_BYTES));
    const whole = this.#length <= LINE_BYTES;
    this.#length = 0;
    if (line !== '') this.#read.spoke = true;
    if (!whole) this.#unmark();
    if (this.#read.failed === undefined && whole) this.#look(line);
    // What is cut off would make it another output.
    else if (this.#open !== undefined && !whole) this.#open.tooMuch = true;
    else this.#keep(line);
  }

  #look(line: string): void {
    const failed = this.#failures.find(({ match }) => match(line) !== undefined);
    if (failed !== undefined) {
      this.#read.failed = { line, says: failed.says };
      return;
    }
    if (this.#open !== undefined) {
      const ended = this.#open.client.end(line);
      if (ended === undefined) this.#keep(line);
      else this.#close(ended);
      return;
    }
    const began = this.#clients[this.#read.clients.length];
    if (began?.begin(line) !== undefined)
      this.#open = { client: began, out: new KeptOutput(OUT_BYTES), tooMuch: false };
    this.#event(line);
  }

  /** One line may be several things: a server that is ready may have done all that it should. */
  #event(line: string): void {
    const { tsc } = this.#read;
    const main = this.#main?.(line);
    if (main !== undefined && tsc.main === undefined) this.#time('main', main);
    else this.#unmark(line);
    const ready = this.#ready?.(line);
    if (ready !== undefined && !this.#read.ready) {
      this.#read.ready = true;
      this.#time('ready', ready);
    }
    if (this.#success[this.#read.succeeded]?.(line) !== undefined) this.#read.succeeded += 1;
    if (this.#halt?.(line) !== undefined) this.#read.halted = true;
  }

  /** The host looks for text, wherever it stands. */
  #unmark(line?: string): void {
    if (this.#read.tsc.main !== undefined) return;
    const text = literalStart(this.#script.main ?? '');
    // Of a line that is too long nobody knows what else is in it.
    if (line === undefined || line.includes(text)) this.#read.unmarked = true;
  }

  #time(event: 'main' | 'ready', { tsc, hz }: LineParts): void {
    if (tsc !== undefined) this.#read.tsc[event] = tsc;
    if (hz !== undefined) this.#read.hz ??= hz;
  }

  #keep(line: string): void {
    const open = this.#open;
    if (open === undefined) return;
    const fault = open.out.add(Buffer.from(`${line}\n`, 'latin1'));
    if (fault !== undefined) open.tooMuch = true;
  }

  #close({ status = 0 }: LineParts): void {
    const open = this.#open;
    if (open === undefined) return;
    if (open.tooMuch) return;
    const { client, out } = open;
    this.#read.clients.push({ name: client.name, status, stdout: out.text(), stderr: foreign('') });
    this.#open = undefined;
  }
}

/** Lines that are kept of a boot that failed. */
const LAST_LINES = 20;
