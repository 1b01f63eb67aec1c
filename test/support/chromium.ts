// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Protocol, protocolOver } from './devtools.js';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio'],
  '--remote-debugging-pipe',
];

/** A page that a test looks at. */
export interface Page {
  /** Console messages, page errors and browser log entries since the page was opened. */
  messages: string[];
  /** Addresses that were requested, the page itself first. */
  requests: string[];
  open(url: string): Promise<void>;
  evaluate<T>(expression: string): Promise<T>;
  resize(width: number, height: number): Promise<void>;
  scheme(scheme: 'light' | 'dark'): Promise<void>;
  /** Presses and releases a key by its name, e.g. `ArrowDown`; one character is also typed. */
  press(key: string): Promise<void>;
  /** Clicks with the left button, at pixels of the window. */
  click(x: number, y: number): Promise<void>;
  /** What a screen reader says of everything with this role, in the order of the page. */
  names(role: string): Promise<string[]>;
  /** PNG of the whole page. */
  screenshot(): Promise<Buffer>;
}

/** A running browser. */
export interface Browser {
  /** A new empty page. */
  page(): Promise<Page>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** Starts headless Chromium with an empty profile. */
export async function launch(): Promise<Browser> {
  const path = executable();
  const profile = await mkdtemp(join(tmpdir(), 'lupine-bench-chromium-'));
  const browser = spawn(path, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const protocol = protocolOver(browser);
  return {
    page: () => pageOf(protocol),
    async close() {
      await stop(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function executable(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    'Chromium is missing. Install the package chromium: apt-get install -y --no-install-recommends chromium',
  );
}

/** Ends the browser with its children: it leads a process group of its own. */
async function stop(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.pid === undefined) return;
  const gone = once(browser, 'exit');
  process.kill(-browser.pid, 'SIGKILL');
  await gone;
}

async function pageOf(protocol: Protocol): Promise<Page> {
  const { targetId } = await protocol.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const { sessionId } = await protocol.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const send = <T>(method: string, parameters: object = {}): Promise<T> =>
    protocol.send<T>(method, parameters, sessionId);
  const on = (method: string, listener: (event: unknown) => void): void =>
    protocol.on(method, sessionId, listener);
  const messages: string[] = [];
  const requests: string[] = [];
  on('Runtime.consoleAPICalled', (event) => messages.push(JSON.stringify(event)));
  on('Runtime.exceptionThrown', (event) => messages.push(JSON.stringify(event)));
  on('Log.entryAdded', (event) => messages.push(JSON.stringify(event)));
  on('Network.requestWillBeSent', (event) => requests.push(requestUrl(event)));
  await Promise.all(['Page', 'Runtime', 'Log', 'Network'].map((domain) => send(`${domain}.enable`)));
  return {
    messages,
    requests,
    async open(url) {
      const loaded = protocol.once('Page.loadEventFired', sessionId);
      await send('Page.navigate', { url });
      await loaded;
    },
    async evaluate<T>(expression: string): Promise<T> {
      const answer = await send<{ result: { value: T } }>('Runtime.evaluate', {
        expression,
        returnByValue: true,
      });
      return answer.result.value;
    },
    async resize(width, height) {
      const mobile = width < 500;
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
    },
    async scheme(value) {
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
    },
    async press(key) {
      const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {};
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, ...text });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
    },
    async click(x, y) {
      const at = { x, y, button: 'left', clickCount: 1 };
      await send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
      await send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
    },
    async names(role) {
      const { nodes } = await send<AccessibilityTree>('Accessibility.getFullAXTree');
      return nodes.filter((node) => node.role?.value === role).map((node) => node.name?.value ?? '');
    },
    async screenshot() {
      const { data } = await send<{ data: string }>('Page.captureScreenshot', {
        captureBeyondViewport: true,
      });
      return Buffer.from(data, 'base64');
    },
  };
}

interface AccessibilityTree {
  nodes: { role?: { value: string }; name?: { value: string } }[];
}

function requestUrl(event: unknown): string {
  return (event as { request: { url: string } }).request.url;
}
