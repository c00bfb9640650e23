/**
 * Looks each hour for contacts that are past their time, and forgets them in slices (P25); trims the audit where that is
 * asked for; and writes the newest link of its chain to the log once a day. What is younger is never touched: the table
 * `expiry` is in order of age, and is read from its oldest end up to the bound.
 */
import { hours, instant, later, minutes, type Instant } from '../model/time.ts'
import type { ContactId } from '../model/ids.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { anchorText, headOf, partsOf, readRecord, trimmed, type Deed } from './audit.ts'
import { details } from '../model/audit-details.ts'
import type { Erasures } from './erasure.ts'
import { rows } from './records.ts'
import type { Work } from './work.ts'

export interface RetentionParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** By site: days that an ended contact is kept; sites that keep for ever are not named. */
  readonly sites: () => readonly { readonly key: string; readonly retentionDays: number }[]
  /** Days that records of the audit are kept; 0 is for ever. */
  readonly auditRetentionDays: number
  readonly erasures: Pick<Erasures, 'contacts'>
  submit(run: (work: Work) => void, unkept: () => void): void
}

/** Contacts that one tick forgets at most. */
export const contactsPerSlice = 200
/** Contacts that are counted at once. */
const countedAtOnce = 1_000
/** Records that one look trims at most. */
const recordsPerLook = 2_000
const firstLookMs = minutes(1)
const everyMs = hours(1)
const afterTroubleMs = minutes(5)
const anchorEveryMs = hours(24)

export class Retention {
  #next: Cancel = () => undefined
  #anchorAt: Instant
  #stopped = false

  constructor(private readonly parts: RetentionParts) {
    this.#anchorAt = later(parts.clock.now(), anchorEveryMs)
  }

  start(): void {
    this.#next = this.parts.clock.after(firstLookMs, () => void this.#look())
  }

  stop(): void {
    this.#stopped = true
    this.#next()
  }

  async #look(): Promise<void> {
    const { sites, log, clock } = this.parts
    let againMs = everyMs
    try {
      for (const site of sites()) await this.#forget(site.key, site.retentionDays)
      this.#trim()
    } catch (error) {
      againMs = afterTroubleMs
      log.warn({ error: String(error) }, 'what is past its time could not be erased; tried again in five minutes')
    }
    this.#anchor()
    if (!this.#stopped) this.#next = clock.after(againMs, () => void this.#look())
  }

  async #forget(site: string, days: number): Promise<void> {
    const { store, clock, erasures, log } = this.parts
    // Not on from the same bound for ever: what comes of age meanwhile waits for the next look.
    const bound = instant(clock.now() - days * hours(24))
    const detail = details.endedBefore(await this.#countDue(site, bound), days)
    // One record a run, with its first slice: before anything is gone, and so that no kill leaves a slice without one.
    // What a kill or the disk cuts off is a run of its own.
    let isRecorded = false
    const deeds = (): Deed[] => {
      if (isRecorded) return []
      isRecorded = true
      return [{ by: 'hub', act: 'retention.ran', object: site, detail }]
    }
    let forgotten = 0
    for (;;) {
      const due = [...store.range('expiry', { prefix: [site], before: [site, bound], limit: contactsPerSlice })]
      if (due.length === 0 || this.#stopped) break
      const contacts = due.map(({ key }) => key[2] as ContactId)
      const marks = due.map(({ key }): Change => rows.expiry.remove(key))
      forgotten += (await erasures.contacts(contacts, deeds, marks)).contacts
    }
    if (forgotten > 0) log.info({ site, contacts: forgotten }, 'contacts past their time were erased')
  }

  /** In slices, so that nobody waits for it. */
  async #countDue(site: string, bound: Instant): Promise<number> {
    let count = 0
    for (let last: Key = [site]; !this.#stopped;) {
      const range = { prefix: [site], after: last, before: [site, bound], limit: countedAtOnce }
      const slice = [...this.parts.store.range('expiry', range)]
      count += slice.length
      if (slice.length < countedAtOnce) break
      last = slice.at(-1)!.key
      await new Promise<void>((resolve) => this.parts.clock.soon(resolve))
    }
    return count
  }

  #trim(): void {
    const { store, clock, auditRetentionDays } = this.parts
    if (auditRetentionDays === 0) return
    const bound = clock.now() - auditRetentionDays * hours(24)
    let last = 0
    for (const { key, value } of store.range('audit', { limit: recordsPerLook })) {
      const record = readRecord(partsOf(value).body)
      // What cannot be read stays: it is for a person to look at.
      if (record === null || record.at >= bound) break
      last = Number(key[0])
    }
    if (last === 0) return
    this.parts.submit(
      ({ tick, now }) =>
        tick.put(...trimmed({ get: tick.get, range: (table, range) => store.range(table, range) }, now, last)),
      () => {},
    )
  }

  #anchor(): void {
    const { store, clock, log } = this.parts
    if (clock.now() < this.#anchorAt) return
    this.#anchorAt = later(clock.now(), anchorEveryMs)
    log.info({ link: anchorText(headOf(store)) }, 'the audit chain stands here')
  }
}
