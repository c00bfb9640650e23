/**
 * Forgets a person, or single contacts (P25). The decision is one transaction with its record: all that the hub shows of
 * them goes, and a row says what is still to be done. Then the keys are destroyed, which makes every copy unreadable,
 * then the files, then the remaining rows in slices. A kill in between is made good by the next start.
 */
import type { AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Log } from '../ports/log.ts'
import { StorageUnavailable, type Change, type Store } from '../ports/store.ts'
import { recorded, type Deed, type Doer } from './audit.ts'
import { details } from '../model/audit-details.ts'
import type { Passed } from './fail-points.ts'
import { detailSlots } from './customers.ts'
import { visitorOf } from './live.ts'
import { provenOf } from './identities.ts'
import type { Quotas } from './quotas.ts'
import { filesOf, leftovers, pendingIn, putPending, removePending, type Pending } from './erasure-rows.ts'
import { keys, rows, type CustomerRow } from './records.ts'
import type { Sealing } from './sealing.ts'
import type { Work } from './work.ts'

export interface ErasureParts {
  readonly store: Store
  readonly sealing: Sealing
  readonly clock: Clock
  readonly log: Log
  readonly quotas: () => Quotas
  submit(run: (work: Work) => void, unkept: () => void): void
  /** Removes a file from the disk; harmless when there is none. */
  readonly removeFile: (attachment: AttachmentId) => Promise<void>
  /** Closes what this session holds open. */
  readonly endSession: (session: SessionId) => void
  /** Lets go of what live lists showed until now, so that nobody who comes back is told of it. */
  readonly forgetPast: () => void
  readonly passed?: Passed | undefined
}

/** What was erased. */
export interface Erased {
  readonly contacts: number
  /** False when a disk refused to go on: the rest is done by the hub itself, as soon as it can be. */
  readonly finished: boolean
}

/** Contacts and rows that one tick takes at most, so that nobody waits for an erasure. */
const contactsAtOnce = 100
const rowsAtOnce = 500
const tryAgainMs = seconds(30)

export class Erasures {
  /** Whose erasure is under way: what is still kept of them is shown to nobody, and their lines stay closed. */
  readonly #customers = new Set<CustomerId>()
  readonly #sessions = new Set<SessionId>()
  #last: number

  constructor(private readonly parts: ErasureParts) {
    const pending = pendingIn(parts.store)
    this.#last = pending.at(-1)?.n ?? 0
    for (const one of pending) this.#hide(one)
  }

  hidesCustomer(customer: CustomerId): boolean {
    return this.#customers.has(customer)
  }

  hidesSession(session: SessionId): boolean {
    return this.#sessions.has(session)
  }

  /** Erases all that is kept of a person. Null when nothing is. Rejects with `StorageUnavailable` when that cannot be decided now. */
  async person(customer: CustomerId, by: Doer): Promise<Erased | null> {
    const contacts = this.#countOf(customer)
    const deed: Deed = { by, act: 'customer.erased', object: customer, detail: details.contacts(contacts) }
    const pending = await this.#decide((work) => this.#takePerson(work, customer, ++this.#last, [deed]))
    return pending === null ? null : { contacts, finished: await this.#goOn(pending) }
  }

  /** Erases one contact, with the record of who wanted it. As `contacts`. */
  contact(contact: ContactId, by: Doer): Promise<Erased> {
    return this.contacts([contact], () => [{ by, act: 'contact.erased', object: contact }])
  }

  /**
   * Erases these contacts, and of persons who have no other everything. `deeds` is asked what to record
   * when there are any. Resolves to how many there were. Rejects with `StorageUnavailable` when that cannot be decided now.
   */
  async contacts(
    contacts: readonly ContactId[],
    deeds: () => readonly Deed[],
    besides: readonly Change[] = [],
  ): Promise<Erased> {
    const pending = await this.#decide((work) => this.#takeContacts(work, contacts, deeds, besides))
    if (pending === null) return { contacts: 0, finished: true }
    return { contacts: pending.contacts.length, finished: await this.#goOn(pending) }
  }

  /**
   * Lets go of the answers that are kept for these sessions, which are over and can repeat no request. Resolves when they
   * are gone. Rejects with `StorageUnavailable`: what is noted by then is done by the next start.
   */
  async answers(sessions: readonly SessionId[]): Promise<void> {
    if (sessions.length === 0) return
    const pending = pendingOf(++this.#last, null, [], sessions, [])
    await this.#write(({ tick }) => tick.put(putPending(pending)))
    await this.#removeRest(pending)
  }

  /**
   * Carries out what an earlier hub had decided. Rejects with `StorageUnavailable` when keys or rows cannot go; a file that
   * cannot is no reason not to serve, for nobody can read it any more, and is tried again.
   */
  async finishAll(): Promise<void> {
    for (const pending of pendingIn(this.parts.store))
      try {
        await this.#finish(pending)
      } catch (error) {
        if (error instanceof StorageUnavailable) throw error
        this.#later(pending, error)
      }
  }

  /** The decision: nothing has happened unless it is kept. */
  #decide(take: (work: Work) => Pending | null): Promise<Pending | null> {
    return new Promise((resolve, reject) => {
      this.parts.submit(
        (work) => {
          const pending = take(work)
          if (pending !== null) this.parts.passed?.('erase.decided')
          work.tick.afterwards(() => {
            if (pending !== null) this.#hide(pending)
            resolve(pending)
          })
        },
        () => reject(new StorageUnavailable('nothing can be erased at the moment')),
      )
    })
  }

  #takePerson(work: Work, customer: CustomerId, n: number, deeds: readonly Deed[]): Pending | null {
    const { tick } = work
    const found = new Set<ContactId>()
    const range = { prefix: [customer], reverse: true, limit: contactsAtOnce } as const
    for (const { key } of this.parts.store.range('customerContact', range)) found.add(key[2] as ContactId)
    const known = rows.customer.get(tick, keys.customer(customer))
    if (found.size === 0 && known === undefined) return null
    const taken = [...found].flatMap((contact) => this.#take(work, contact) ?? [])
    const sessions = [...new Set([...taken.map(({ session }) => session), ...(known?.sessions ?? [])])]
    // Begun in this very tick: no range shows it yet.
    for (const session of sessions) {
      const open = work.live.openOf.get(session)
      if (open !== undefined) taken.push(...(this.#take(work, open) ?? []))
    }
    for (const session of sessions) this.#forgetVisitor(work, session, customer)
    const pending = pendingOf(
      n,
      found.size < contactsAtOnce ? null : customer,
      taken,
      sessions,
      this.#takeIdentities(work, known),
    )
    tick.put(rows.customer.remove(keys.customer(customer)), putPending(pending), ...recorded(tick, work.now, deeds))
    return pending
  }

  #takeContacts(
    work: Work,
    contacts: readonly ContactId[],
    deeds: () => readonly Deed[],
    besides: readonly Change[],
  ): Pending | null {
    const { tick } = work
    const taken = contacts.flatMap((contact) => this.#take(work, contact) ?? [])
    tick.put(...besides)
    if (taken.length === 0) return null
    const sessions = [...new Set(taken.map(({ session }) => session))]
    const gone = new Set(taken.map(({ contact }) => contact))
    const over = sessions.filter((session) => !this.#hasOther(work, session, gone))
    const slots: KeySlot[] = []
    for (const session of sessions) {
      const visitor = visitorOf(tick, session)
      if (visitor === undefined) continue
      if (over.includes(session)) slots.push(...this.#forgetCustomer(work, visitor.customer, session, over))
      else {
        const fewer = taken.filter((one) => one.session === session).length
        const contactsLeft = Math.max(1, visitor.contacts - fewer)
        tick.put(rows.visitor.put(keys.visitor(session), { ...visitor, contacts: contactsLeft }))
      }
    }
    const pending = pendingOf(++this.#last, null, taken, over, slots)
    tick.put(putPending(pending), ...recorded(tick, work.now, deeds()))
    return pending
  }

  /** Takes one contact from all that is shown, live or ended. Undefined when there is none. */
  #take(work: Work, contact: ContactId): Taken[] | undefined {
    const { tick, live } = work
    const own = live.file(contact)
    const closed = own === undefined ? rows.closed.get(tick, keys.contact(contact)) : undefined
    const file = own ?? closed?.file
    if (file === undefined) return undefined
    work.erased.push(contact)
    if (live.bots.has(contact)) work.forgetWithBot(contact)
    else if (own !== undefined) work.command({ type: 'removeContact', contact }, { erased: true })
    if (closed !== undefined)
      tick.put(
        rows.closed.remove(keys.contact(contact)),
        rows.expiry.remove(keys.expiry(file.site, closed.closedAt, contact)),
      )
    tick.put(rows.customerContact.remove(keys.customerContact(file.customer, file.startedAt, contact)))
    return [{ contact, slot: file.slot, session: file.session }]
  }

  /** Their last contact goes with this session: so does whoever they are, on all of their sessions, which join `over`. */
  #forgetCustomer(work: Work, customer: CustomerId, session: SessionId, over: SessionId[]): readonly KeySlot[] {
    const { tick } = work
    const known = rows.customer.get(tick, keys.customer(customer))
    tick.put(rows.customer.remove(keys.customer(customer)))
    for (const one of new Set([session, ...(known?.sessions ?? [])])) {
      this.#forgetVisitor(work, one, customer)
      if (!over.includes(one)) over.push(one)
    }
    return this.#takeIdentities(work, known)
  }

  /** Who they are to the company's server goes at once; returns the keys that it, and what staff know of them, is sealed with. */
  #takeIdentities({ tick }: Work, known: CustomerRow | undefined): readonly KeySlot[] {
    const slots = (known?.identities ?? []).flatMap(([site, subject]) => {
      const key = keys.identity(site, subject)
      const slot = rows.identity.get(tick, key)?.slot
      tick.put(rows.identity.remove(key))
      return slot ?? []
    })
    return [...slots, ...detailSlots(known)]
  }

  #forgetVisitor({ tick }: Work, session: SessionId, customer: CustomerId): void {
    if (visitorOf(tick, session)?.customer === customer) tick.put(rows.visitor.remove(keys.visitor(session)))
    const proven = provenOf(tick, session)
    if (proven?.state === 'identified' && proven.customer === customer)
      tick.put(rows.proven.remove(keys.proven(session)))
  }

  /** True while the visitor has a contact that does not go with these. */
  #hasOther(work: Work, session: SessionId, gone: ReadonlySet<ContactId>): boolean {
    if (work.live.openOf.has(session)) return true
    const customer = visitorOf(work.tick, session)?.customer
    if (customer === undefined) return false
    const range = { prefix: [customer], limit: gone.size + 1 } as const
    for (const { key } of this.parts.store.range('customerContact', range))
      if (!gone.has(key[2] as ContactId)) return true
    return false
  }

  #hide({ customer, sessions }: Pending): void {
    if (customer !== null) this.#customers.add(customer)
    for (const session of sessions) {
      this.#sessions.add(session)
      this.parts.endSession(session)
    }
  }

  /** Does the rest, or sees to it that it is done later. True when it is done. */
  async #goOn(pending: Pending): Promise<boolean> {
    try {
      await this.#finish(pending)
      return true
    } catch (error) {
      this.#later(pending, error)
      return false
    }
  }

  #later({ n }: Pending, error: unknown): void {
    const { log, clock } = this.parts
    log.warn({ number: n, error: String(error) }, 'an erasure could not be finished yet; tried again')
    clock.after(tryAgainMs, () => void this.#again(n))
  }

  #again(n: number): Promise<boolean> {
    const pending = pendingIn(this.parts.store).find((one) => one.n === n)
    return pending === undefined ? Promise.resolve(true) : this.#goOn(pending)
  }

  /** From the kept decision to the end. Every step may be done twice. */
  async #finish(first: Pending): Promise<void> {
    const { store, sealing, removeFile, forgetPast, passed } = this.parts
    for (let pending: Pending | null = first; pending !== null; pending = await this.#next(pending)) {
      passed?.('erase.kept')
      forgetPast()
      await sealing.vault.destroy(pending.slots)
      sealing.forget(pending.slots)
      passed?.('erase.keysDestroyed')
      for (const file of [...filesOf(store, pending.contacts)]) await removeFile(file)
      passed?.('erase.filesGone')
      await this.#removeRest(pending)
    }
  }

  /** In slices; with the last one the row of the erasure goes, unless the person has more contacts. */
  async #removeRest(pending: Pending): Promise<void> {
    const { store, quotas } = this.parts
    for (let more = true; more;)
      await this.#write((work) => {
        const { changes, fileBytes } = leftovers(store, pending, rowsAtOnce)
        more = changes.length >= rowsAtOnce
        work.tick.put(...changes)
        if (fileBytes > 0) quotas().filesChanged(work.tick, -fileBytes)
        if (!more && pending.customer === null) work.tick.put(removePending(pending))
      })
    for (const session of pending.sessions) this.#sessions.delete(session)
  }

  /** The next contacts of the same person; null when there are none. */
  async #next({ n, customer }: Pending): Promise<Pending | null> {
    if (customer === null) return null
    const next = await this.#decide((work) => this.#takePerson(work, customer, n, []))
    if (next === null) await this.#write((work) => work.tick.put(removePending({ n })))
    if (next === null || next.customer === null) this.#customers.delete(customer)
    return next
  }

  #write(change: (work: Work) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parts.submit(
        (work) => {
          change(work)
          work.tick.afterwards(() => resolve())
        },
        () => reject(new StorageUnavailable('an erasure could not be kept')),
      )
    })
  }

  #countOf(customer: CustomerId): number {
    let count = 0
    for (const _ of this.parts.store.range('customerContact', { prefix: [customer] })) count += 1
    return count
  }
}

interface Taken {
  readonly contact: ContactId
  readonly slot: KeySlot
  readonly session: SessionId
}

const pendingOf = (
  n: number,
  customer: CustomerId | null,
  taken: readonly Taken[],
  sessions: readonly SessionId[],
  besides: readonly KeySlot[],
): Pending => ({
  n,
  customer,
  contacts: taken.map(({ contact }) => contact),
  slots: [...taken.map(({ slot }) => slot), ...besides],
  sessions,
})
