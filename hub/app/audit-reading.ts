/**
 * The record of privileged acts, read by people: the newest first, what is asked for by going backwards through the numbers, and
 * the whole chain held against itself. Both go in steps, so that a long record stops nobody's talk. Reading it is an act too.
 */
import type { AuditDoor, AuditPage, AuditVerdict, AuditWish } from '../http/door.ts'
import { minutes, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { beginning, baseKey, headOf, linkOf, partsOf, readRecord, recorded, type Doer, type Link } from './audit.ts'
import { chainSteps, type Verdict } from './audit-chain.ts'
import type { Work } from './work.ts'

interface ReadingParts {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly clock: Clock
  /** Resolves once the tick is on the disk. Rejects with `StorageUnavailable`. */
  write(change: (work: Work) => void): Promise<unknown>
}

/** Who reads on within it has read once. */
const oneReadingMs = minutes(15)
/** Readers remembered at once; beyond it the oldest go, and are recorded again. */
const readersMax = 1_000
/** Records that one question looks at; who finds too little goes on from where it ended. */
export const recordsLookedAtMax = 20_000
const recordsAtOnce = 500
/** Records may be removed while the chain is read: then it is read again, so often. */
const readingsMax = 3

export class AuditReading implements AuditDoor {
  /** When each reader's reading was last recorded, the oldest first. */
  readonly #read = new Map<Doer, Instant>()

  constructor(private readonly parts: () => ReadingParts) {}

  async page(wish: AuditWish, by: Doer): Promise<AuditPage> {
    const head = await this.#begin(by)
    const found: AuditPage['records'][number][] = []
    const last = Math.min(wish.before ?? Infinity, head.n + 1)
    let before = last
    while (before > 1 && last - before < recordsLookedAtMax) {
      const rows = [...this.parts().store.range('audit', { before: [before], reverse: true, limit: recordsAtOnce })]
      for (const { key, value } of rows) {
        before = Number(key[0])
        const { hash, body } = partsOf(value)
        const record = readRecord(body)
        // Hub time never goes back: what comes now is older still.
        if (record !== null && record.at < wish.from) return pageOf(found, head, null)
        if (record === null || !isWanted(record, wish)) continue
        found.push({ ...record, hash: hexOf(hash) })
        if (found.length === wish.limit) return pageOf(found, head, before > 1 ? before : null)
      }
      if (rows.length < recordsAtOnce) return pageOf(found, head, null)
      await this.#turnOfOthers()
    }
    return pageOf(found, head, before > 1 ? before : null)
  }

  async check(by: Doer): Promise<AuditVerdict> {
    await this.#begin(by)
    for (let reading = 1; ; reading++) {
      const base = this.#base
      const { findings, count, head } = await this.#walk()
      if (this.#base !== base && reading < readingsMax) continue
      const [first] = findings
      return {
        records: count,
        brokenAt: first?.n ?? null,
        damage: first?.damage ?? null,
        head: { n: head.n, hash: hexOf(head.hash) },
      }
    }
  }

  get #base(): number {
    return (linkOf(this.parts().store.get('meta', baseKey)) ?? beginning).n
  }

  async #walk(): Promise<Verdict> {
    const steps = chainSteps(this.parts().store)
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return value
      await this.#turnOfOthers()
    }
  }

  /** Records who reads, and says up to where everything is on the disk. */
  async #begin(by: Doer): Promise<Link> {
    let head = beginning
    await this.parts().write(({ tick }) => {
      const last = this.#read.get(by)
      if (last === undefined || since(last, tick.now) >= oneReadingMs) {
        tick.put(...recorded(tick, tick.now, [{ by, act: 'audit.read', object: '' }]))
        tick.afterwards(() => this.#remember(by, tick.now))
      }
      head = headOf(tick)
    })
    return head
  }

  #remember(by: Doer, now: Instant): void {
    this.#read.delete(by)
    this.#read.set(by, now)
    if (this.#read.size > readersMax) this.#read.delete(this.#read.keys().next().value!)
  }

  #turnOfOthers(): Promise<void> {
    return new Promise((resolve) => this.parts().clock.soon(resolve))
  }
}

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

const pageOf = (records: AuditPage['records'], { n, hash }: Link, before: number | null): AuditPage => ({
  records,
  head: { n, hash: hexOf(hash) },
  before,
})

type Wanted = {
  readonly at: number
  readonly actor: string
  readonly act: string
  readonly object: string
  readonly detail: string
}

/** An act, or a family of acts; texts of the record are ours, so that small and capital letters are all that may differ. */
function isWanted({ at, actor, act, object, detail }: Wanted, wish: AuditWish): boolean {
  return (
    at < wish.to &&
    (wish.actor === '' || wish.actor === actor) &&
    (wish.act === '' || wish.act === act || act.startsWith(`${wish.act}.`)) &&
    (wish.object === '' || wish.object === object) &&
    (wish.text === '' || `${object} ${detail}`.toLowerCase().includes(wish.text.toLowerCase()))
  )
}
