/**
 * What is being written, per contact: text, files already stored, a note to colleagues, and the wrap-up form. Kept over a
 * reload and shared by the windows of one agent; forgotten at sign-out, since it holds customers' matters, and after a week.
 */
import type { AttachmentInfo } from '#protocol'

export interface Draft {
  readonly text: string
  readonly attachments: readonly AttachmentInfo[]
  readonly disposition: string
  readonly note: string
  /** What is being written to colleagues beside the talk. */
  readonly aside: string
  /** Which of the two is on screen. */
  readonly mode: 'message' | 'aside'
}

export const emptyDraft: Draft = { text: '', attachments: [], disposition: '', note: '', aside: '', mode: 'message' }

/** The part of `Storage` that is needed; anything here may throw (private windows, full disks) and is then done without. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

interface Kept extends Draft {
  readonly savedAt: number
}

const keptMs = 7 * 86_400_000

export class Drafts {
  readonly #drafts = new Map<string, Draft>()
  readonly #prefix: string

  /** `wallNow` is wall-clock milliseconds: drafts outlive the page, and hub time is not known before the first welcome. */
  constructor(
    private readonly store: KeyValueStore,
    agent: string,
    private readonly wallNow: () => number,
  ) {
    this.#prefix = `madoguchi.agent.draft.${agent}.`
    for (const key of this.#keys()) this.reload(key)
  }

  of(contact: string): Draft {
    return this.#drafts.get(contact) ?? emptyDraft
  }

  change(contact: string, part: Partial<Draft>): void {
    const draft = { ...this.of(contact), ...part }
    if (isEmpty(draft)) return this.forget(contact)
    this.#drafts.set(contact, draft)
    const kept: Kept = { ...draft, savedAt: this.wallNow() }
    quietly(() => this.store.setItem(this.#prefix + contact, JSON.stringify(kept)))
  }

  forget(contact: string): void {
    this.#drafts.delete(contact)
    quietly(() => this.store.removeItem(this.#prefix + contact))
  }

  /** Another window wrote under this key. Returns the contact when it is one of ours. */
  reload(key: string): string | null {
    if (!key.startsWith(this.#prefix)) return null
    const contact = key.slice(this.#prefix.length)
    const kept = readKept(quietly(() => this.store.getItem(key)) ?? null)
    if (kept === null || kept.savedAt < this.wallNow() - keptMs) {
      this.#drafts.delete(contact)
      if (kept !== null) quietly(() => this.store.removeItem(key))
    } else {
      const { text, attachments, disposition, note, aside, mode } = kept
      this.#drafts.set(contact, { text, attachments, disposition, note, aside, mode })
    }
    return contact
  }

  clear(): void {
    for (const key of this.#keys()) quietly(() => this.store.removeItem(key))
    this.#drafts.clear()
  }

  #keys(): string[] {
    const all = quietly(() => Array.from({ length: this.store.length }, (_, at) => this.store.key(at) ?? '')) ?? []
    return all.filter((key) => key.startsWith(this.#prefix))
  }
}

const isEmpty = ({ text, attachments, disposition, note, aside, mode }: Draft): boolean =>
  attachments.length === 0 && mode === 'message' && [text, disposition, note, aside].every((part) => part === '')

function readKept(json: string | null): Kept | null {
  if (json === null) return null
  try {
    const kept = JSON.parse(json) as Partial<Kept>
    const texts = [kept.text, kept.disposition, kept.note].every((part) => typeof part === 'string')
    if (!texts || !Array.isArray(kept.attachments) || typeof kept.savedAt !== 'number') return null
    // Drafts of a page that knew no notes beside the talk have neither of these.
    const aside = typeof kept.aside === 'string' ? kept.aside : ''
    return { ...(kept as Kept), aside, mode: kept.mode === 'aside' ? 'aside' : 'message' }
  } catch {
    return null
  }
}

/** Storage is a convenience: without it, drafts last as long as the page. */
export function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
