/**
 * Tells browsers by push that it is their customer's turn. Runs beside the ticks and never holds one up: what has to be
 * told is in memory as it is on the disk, and that it was told is kept by a tick of its own. A hub that dies in between
 * tells it again; the browser shows one notice all the same, by its tag.
 */
import { contactOf } from '../acd/index.ts'
import type { ContactId, SessionId } from '../model/ids.ts'
import { durationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Push, PushOutcome } from '../ports/push.ts'
import type { Directory } from './directory.ts'
import type { Live } from './live.ts'
import { forget, noteTold, targetOf, type SubscriptionRow } from './subscriptions.ts'
import type { Work } from './work.ts'

export interface PushesParts {
  readonly push: Push
  readonly clock: Clock
  readonly log: Log
  readonly directory: Directory
  live(): Live
  /** True while the customer has a page of ours open: it rings there first. */
  isHere(session: SessionId): boolean
  submit(run: (work: Work) => void, unkept: () => void): void
}

/** Where a page is open, so long it has the first word; never more than a quarter of the time there is. */
const pageFirstMs = 8_000
const backOffFirstMs = 1_000
const backOffMostMs = 30_000

/** One message on its way to one browser. */
interface Errand {
  readonly contact: ContactId
  readonly number: number
  readonly call: number
  readonly until: Instant
  tries: number
  cancel: Cancel
}

export class Pushes {
  readonly #errands = new Map<string, Errand>()
  #stopped = false

  constructor(private readonly parts: PushesParts) {}

  /** Looks at everything, as after a start. */
  lookAtAll(): void {
    this.look(this.parts.live().subscriptions.keys())
  }

  /** Something has happened to these contacts, and is on the disk. */
  look(contacts: Iterable<ContactId>): void {
    for (const contact of contacts)
      for (const [number, { due }] of this.parts.live().subscriptions.get(contact) ?? [])
        if (due !== null) this.#begin(contact, number, due)
  }

  stop(): void {
    this.#stopped = true
    for (const { cancel } of this.#errands.values()) cancel()
    this.#errands.clear()
  }

  #begin(contact: ContactId, number: number, { call, until }: NonNullable<SubscriptionRow['due']>): void {
    const name = `${contact} ${number} ${call}`
    const left = until - this.parts.clock.now()
    if (this.#stopped || this.#errands.has(name) || left <= 0) return
    const session = this.parts.live().file(contact)?.session
    const isHere = session !== undefined && this.parts.isHere(session)
    const errand: Errand = { contact, number, call, until, tries: 0, cancel: () => {} }
    this.#errands.set(name, errand)
    this.#after(isHere ? Math.min(pageFirstMs, left / 4) : 0, name, errand)
  }

  #after(ms: number, name: string, errand: Errand): void {
    errand.cancel = this.parts.clock.after(durationMs(Math.round(ms)), () => void this.#run(name, errand))
  }

  async #run(name: string, errand: Errand): Promise<void> {
    const { contact, number, call, until } = errand
    const live = this.parts.live()
    const row = live.subscriptions.get(contact)?.get(number)
    const target = row?.due?.call === call ? targetOf(live, contact, number, row) : null
    if (target === null || this.parts.clock.now() >= until) return void this.#errands.delete(name)
    errand.tries += 1
    // Letters and digits of the contact's id: as long as the topic of a push message may be.
    const topic = contact.replace(/[^A-Za-z0-9_-]/g, '').slice(-32)
    const outcome = await this.parts.push.send(target, { text: this.#text(contact, until), topic, until })
    if (!this.#stopped) this.#came(outcome, name, errand)
  }

  #came(outcome: PushOutcome, name: string, errand: Errand): void {
    const { contact, number, call, until, tries } = errand
    const { clock, log, submit } = this.parts
    if (outcome.kind === 'notNow') {
      const backOffMs = Math.min(backOffMostMs, backOffFirstMs * 2 ** (tries - 1))
      const waitMs = Math.max(backOffMs, outcome.retryAfterMs ?? 0)
      if (clock.now() + waitMs < until) return this.#after(waitMs, name, errand)
    }
    if (outcome.kind === 'notNow' || outcome.kind === 'refused')
      log.warn({ contact, tries, why: outcome.why }, 'a browser could not be told by push')
    // Until that is kept it may be told again, as after a start. A service that refuses this message refuses the next.
    const over = outcome.kind === 'gone' || outcome.kind === 'refused'
    submit(
      (work) => {
        this.#errands.delete(name)
        if (over) forget(work, contact, number)
        else noteTold(work, contact, number, call)
      },
      () => this.#errands.delete(name),
    )
  }

  /** What the page's worker makes a notice of (widget/wait/worker.ts). */
  #text(contact: ContactId, until: Instant): string {
    const { live, directory } = this.parts
    const file = live().file(contact)
    const locale = file?.locale ?? 'en'
    const site = file === undefined ? undefined : directory.site(file.site)?.name[locale]
    const isCalled = contactOf(live().floor, contact)?.state.phase === 'called'
    return JSON.stringify({ kind: isCalled ? 'call' : 'over', tag: contact, until, locale, site: site ?? '' })
  }
}
