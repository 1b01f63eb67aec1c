// SPDX-License-Identifier: Apache-2.0

/** Answers that lead elsewhere one after the other. */
const MOST_REDIRECTS = 5;

/** An answer of a server, as far as it says where it leads. */
export interface LeadingAnswer {
  status: number;
  /** Its header `Location`. */
  location: string | undefined;
  /** Lets go of the answer: what it leads to is asked instead. */
  drop: () => Promise<void> | void;
}

/**
 * Asks an address, and follows where the answers lead: the one place that decides which steps are taken. Every step is looked at, because
 * whoever is on the way of one without TLS leads the next one where they like, also back to TLS.
 * @param ask asks one address, and leads nowhere by itself.
 * @param refused makes the error for a reason; nothing of an address but its host is in it, because the rest may be a secret.
 * @throws what `refused` makes, and what `ask` throws.
 */
export async function followRedirects<T extends LeadingAnswer>(
  url: URL,
  ask: (at: URL) => Promise<T>,
  refused: (why: string) => Error,
): Promise<T> {
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await ask(at);
    const { status, location } = answer;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return answer;
    await answer.drop();
    if (!URL.canParse(location, at.href)) throw refused('it leads to what is no address');
    const next = new URL(location, at);
    if (!/^https?:$/.test(next.protocol)) throw refused(`it leads from the network to ${next.protocol}`);
    if (!isTrustedStep(at, next)) throw refused(`it leads to ${next.protocol}//${next.host}, without TLS`);
    if (next.username !== '' || next.password !== '')
      throw refused(`it leads to ${next.host}, with a name or password`);
    at = next;
  }
  throw refused(`it leads on more than ${MOST_REDIRECTS} times`);
}

/** False where somebody on the way could change what nobody could before. */
export function isTrustedStep(from: URL, to: URL): boolean {
  if (to.protocol === 'https:') return true;
  return to.protocol === 'http:' && from.protocol === 'http:' && (isLoopback(to) || !isLoopback(from));
}

/** Whether an address is one of this machine itself, where nobody is on the way. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
