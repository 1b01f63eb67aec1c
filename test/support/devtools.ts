// SPDX-License-Identifier: Apache-2.0
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** The DevTools protocol of a browser. */
export interface Protocol {
  /** Sends a command and gives its result; an error of the browser or its end rejects. */
  send<T>(method: string, parameters?: object, sessionId?: string): Promise<T>;
  /** Calls back with the parameters of each event of this name in this session. */
  on(method: string, sessionId: string, listener: (parameters: unknown) => void): void;
  /** The next event of this name in this session. */
  once(method: string, sessionId: string): Promise<unknown>;
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  sessionId?: string;
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Speaks over `--remote-debugging-pipe`: commands on descriptor 3, answers on 4, each JSON text ends with NUL. */
export function protocolOver(browser: ChildProcess): Protocol {
  const input = browser.stdio[3] as Writable;
  const output = browser.stdio[4] as Readable;
  const waiting = new Map<number, Waiting>();
  const events = new EventEmitter();
  let rest = '';
  let last = 0;
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\0');
    rest = texts.pop() ?? '';
    for (const text of texts) receive(JSON.parse(text) as Message, waiting, events);
  });
  input.on('error', () => undefined);
  browser.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`Chromium ended with code ${String(code)}.`));
  });
  return {
    async send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
      last += 1;
      const id = last;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      input.write(
        `${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`,
      );
      return (await answer) as T;
    },
    on: (method, sessionId, listener) => void events.on(method + sessionId, listener),
    once: async (method, sessionId) => ((await once(events, method + sessionId)) as unknown[])[0],
  };
}

function receive(message: Message, waiting: Map<number, Waiting>, events: EventEmitter): void {
  if (message.id === undefined) {
    events.emit(`${message.method ?? ''}${message.sessionId ?? ''}`, message.params);
    return;
  }
  const command = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.error === undefined) command?.resolve(message.result);
  else command?.reject(new Error(message.error.message));
}
