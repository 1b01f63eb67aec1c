// SPDX-License-Identifier: Apache-2.0
import { type ArchiveLimits, type ArchiveName, strangeEntry, tooMuch } from './limits.js';
import { MAX_LINKS } from '../rootfs/links.js';

/** An entry as it is kept: a file's bytes are a range of a file beside it. */
export type KeptEntry =
  | { path: string; kind: 'directory'; mode: number }
  | { path: string; kind: 'file'; mode: number; offset: number; length: number }
  | { path: string; kind: 'symlink'; target: string };

type Leaf =
  | { kind: 'file'; mode: number; offset: number; length: number; layer: number }
  | { kind: 'symlink'; target: string; layer: number };

interface Folder {
  kind: 'directory';
  mode: number;
  children: Map<string, Node>;
  /** Number of the last layer that has it, or anything in it. */
  layer: number;
  /** Number of the layer that has hidden what those before it have in it. */
  hidden: number;
}

type Node = Leaf | Folder;

/**
 * Files of archives that are laid over each other, as data: nothing of them is on this host's file system, so no name and no
 * link of theirs can lead anywhere here. A later layer may replace or hide what an earlier one has.
 */
export class FileTree {
  readonly #root: Folder = folder(0o755, 0);
  readonly #what: ArchiveName;
  readonly #limits: Pick<ArchiveLimits, 'depth'>;
  #layer = 0;

  constructor(what: ArchiveName, limits: Pick<ArchiveLimits, 'depth'>) {
    this.#what = what;
    this.#limits = limits;
  }

  /** What comes now belongs to the next layer. */
  nextLayer(): void {
    this.#layer += 1;
  }

  /** Adds a folder; one that is there keeps what is in it. */
  addFolder(path: string, mode: number): void {
    if (path === '') return;
    const { parent, name } = this.#place(path);
    const known = parent.children.get(name);
    if (known?.kind === 'directory') Object.assign(known, { mode, layer: this.#layer });
    else parent.children.set(name, folder(mode, this.#layer));
  }

  /** Adds a file, in place of whatever is there. */
  addFile(path: string, file: { mode: number; offset: number; length: number }): void {
    this.#put(path, { kind: 'file', ...file, layer: this.#layer });
  }

  /** Adds a symbolic link, in place of whatever is there. */
  addLink(path: string, target: string): void {
    this.#put(path, { kind: 'symlink', target, layer: this.#layer });
  }

  /** Adds another name of a file or link. @throws BenchError `ARCHIVE_ENTRY` (exit 3) when there is none. */
  addAlias(path: string, of: string): void {
    const { parent, name } = this.#place(of);
    const known = parent.children.get(name);
    if (known === undefined || known.kind === 'directory')
      throw strangeEntry(this.#what, path, 'is another name of a file that is not there');
    this.#put(path, { ...known, layer: this.#layer });
  }

  /** Removes whatever is there. */
  remove(path: string): void {
    const found = this.#find(path);
    found?.parent.children.delete(found.name);
  }

  /** Hides what earlier layers have at a path. */
  hide(path: string): void {
    const found = this.#find(path);
    const node = found?.parent.children.get(found.name);
    if (found === undefined || node === undefined) return;
    if (node.layer < this.#layer) found.parent.children.delete(found.name);
    else if (node.kind === 'directory') this.#hideIn(node);
  }

  /** Hides what earlier layers have in a folder. */
  hideBelow(path: string): void {
    if (path === '') {
      this.#hideIn(this.#root);
      return;
    }
    const found = this.#find(path);
    const node = found?.parent.children.get(found.name);
    if (node?.kind === 'directory') this.#hideIn(node);
  }

  /** Everything, each folder before what is in it, names in the order of their bytes. */
  *entries(): Generator<KeptEntry> {
    yield* entriesOf(this.#root, '');
  }

  #put(path: string, leaf: Leaf): void {
    if (path === '') throw strangeEntry(this.#what, '/', 'is no folder');
    const { parent, name } = this.#place(path);
    parent.children.set(name, leaf);
  }

  /** Once for each layer and folder: who asks again and again gets nothing new. */
  #hideIn(node: Folder): void {
    if (node.hidden === this.#layer) return;
    node.hidden = this.#layer;
    for (const [name, child] of node.children) {
      if (child.layer < this.#layer) node.children.delete(name);
      else if (child.kind === 'directory') this.#hideIn(child);
    }
  }

  /** The folder of a path, links followed as a guest would, made where it is missing. */
  #place(path: string): { parent: Folder; name: string } {
    const names = this.#real(path);
    const name = names.pop() ?? '';
    let parent = this.#root;
    parent.layer = this.#layer;
    for (const part of names) {
      const next = parent.children.get(part) ?? folder(0o755, this.#layer);
      if (next.kind !== 'directory') throw strangeEntry(this.#what, path, 'lies in what is no folder');
      next.layer = this.#layer;
      parent.children.set(part, next);
      parent = next;
    }
    return { parent, name };
  }

  #find(path: string): { parent: Folder; name: string } | undefined {
    const names = this.#real(path);
    const name = names.pop() ?? '';
    const parent = this.#node(names);
    return parent?.kind === 'directory' ? { parent, name } : undefined;
  }

  /** The names that lead to a path when links among its folders are followed as a guest would. */
  #real(path: string): string[] {
    const rest = path.split('/').reverse();
    const names: string[] = [];
    const nodes: (Node | undefined)[] = [this.#root];
    let links = 0;
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        names.pop();
        if (nodes.length > 1) nodes.pop();
        continue;
      }
      const at = nodes.at(-1);
      const node = at?.kind === 'directory' ? at.children.get(name) : undefined;
      if (node?.kind !== 'symlink' || rest.length === 0) {
        names.push(name);
        nodes.push(node);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) throw strangeEntry(this.#what, path, 'leads through links in a circle');
      if (node.target.startsWith('/')) {
        names.length = 0;
        nodes.length = 1;
      }
      rest.push(...node.target.split('/').reverse());
    }
    // Links may lead deeper than any name in the archive.
    if (names.length > this.#limits.depth) throw tooMuch(this.#what, 'depth', this.#limits.depth);
    return names;
  }

  #node(names: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of names) node = node?.kind === 'directory' ? node.children.get(name) : undefined;
    return node;
  }
}

function folder(mode: number, layer: number): Folder {
  return { kind: 'directory', mode, children: new Map(), layer, hidden: 0 };
}

function* entriesOf({ children }: Folder, above: string): Generator<KeptEntry> {
  const names = [...children.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    const node = children.get(name);
    const path = above === '' ? name : `${above}/${name}`;
    if (node?.kind === 'file')
      yield { path, kind: 'file', mode: node.mode, offset: node.offset, length: node.length };
    else if (node?.kind === 'symlink') yield { path, kind: 'symlink', target: node.target };
    else if (node !== undefined) {
      yield { path, kind: 'directory', mode: node.mode };
      yield* entriesOf(node, path);
    }
  }
}
