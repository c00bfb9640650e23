/**
 * How much the hub takes on: of contacts, of text, of files, of memory and of the disk. Asked before anything is written;
 * what is refused has changed nothing. All counters are in memory: what is live is counted as it is loaded, and the bytes
 * of all files stand in one row, so that nothing is ever scanned to answer. Agents and open contacts go on when the hub is full.
 */
import type { ContactId, SessionId } from '../model/ids.ts'
import { RateLimit } from '../model/rate-limit.ts'
import { hours, minutes, seconds, since, type Instant } from '../model/time.ts'
import type { Machine } from '../ports/machine.ts'
import type { FileRefusal, FileRoom } from '../http/door.ts'
import { Refused, type RefusalCode } from '../protocol/index.ts'
import type { ContactFile } from './contact-file.ts'
import { keys, rows } from './records.ts'
import type { Tick } from './tick.ts'

/** Named as in the configuration; docs/CONFIGURATION.md says what each is. */
export interface QuotaLimits {
  /** Live contacts, of the hub and of one site. */
  readonly contactsMax: number
  readonly contactsPerSiteMax: number
  /** Contacts begun. */
  readonly contactsPerHourPerVisitor: number
  readonly contactsPerHourPerAddress: number
  readonly contactsPerMinutePerSite: number
  /** Entries of one contact's log at which no more messages are taken. */
  readonly messagesPerContactMax: number
  readonly messagesPerMinutePerSession: number
  readonly textMegabytesPerContactMax: number
  readonly attachmentMegabytesPerContactMax: number
  readonly attachmentMegabytesPerDayPerVisitor: number
  /** All files together. */
  readonly attachmentGigabytesMax: number
  /** Free room of the disk below which no files and no new contacts are taken. */
  readonly freeMegabytesMin: number
  /** Memory of the hub's own above which nobody new is taken. */
  readonly memoryMegabytesMax: number
}
/** Limits that the app holds; the last one by its connections. */
export type QuotaName = keyof QuotaLimits | 'requestsPerMinutePerSession'

/** Limits of the whole hub, of which it is known how much is used. */
export const wholeHub = ['contactsMax', 'attachmentGigabytesMax', 'memoryMegabytesMax', 'freeMegabytesMin'] as const

export interface QuotaOptions {
  readonly limits: QuotaLimits
  readonly machine: Machine
}

interface QuotaParts {
  readonly clock: { now(): Instant }
  /** Live contacts, over all and of one site. */
  readonly live: () => { readonly size: number; ofSite(site: string): number }
  /** Told of every refusal. */
  readonly refused: (limit: QuotaName) => void
}

/** What the hub says when it is full, and when trying again may be of use, milliseconds. */
interface Fullness {
  readonly code: RefusalCode
  readonly retryAfterMs: number | null
}

const megabyte = 1024 * 1024
/** Room may be made at any moment by whoever leaves, or by whoever runs the hub. */
const comeBackMs = seconds(30)
/** Visitors whose pace is remembered. */
const visitorsMax = 200_000

export class Quotas {
  readonly #limits: QuotaLimits
  readonly #visitors: RateLimit
  readonly #addresses: RateLimit
  readonly #sites: RateLimit
  readonly #messages: RateLimit
  readonly #fileBytes: RateLimit
  /** Taken by contacts of the tick under way: given back when it cannot be kept. */
  #begun: (() => void)[] = []
  /** Bytes of files under way, over all and by contact. */
  #comingBytes = 0
  readonly #coming = new Map<ContactId, number>()
  /** Bytes of all files that are kept. */
  attachmentBytes = 0

  constructor(
    private readonly options: QuotaOptions,
    private readonly parts: QuotaParts,
  ) {
    const { clock } = parts
    const limits = (this.#limits = options.limits)
    this.#visitors = new RateLimit(clock, limits.contactsPerHourPerVisitor, visitorsMax, hours(1))
    this.#addresses = new RateLimit(clock, limits.contactsPerHourPerAddress, visitorsMax, hours(1))
    this.#sites = new RateLimit(clock, limits.contactsPerMinutePerSite, visitorsMax, minutes(1))
    this.#messages = new RateLimit(clock, limits.messagesPerMinutePerSession, visitorsMax, minutes(1))
    this.#fileBytes = new RateLimit(
      clock,
      limits.attachmentMegabytesPerDayPerVisitor * megabyte,
      visitorsMax,
      hours(24),
    )
  }

  /** At the start: what is live counts as begun, and its files as sent, by whoever it belongs to. */
  load(files: Iterable<ContactFile>, attachmentBytes: number): void {
    this.attachmentBytes = attachmentBytes
    const now = this.parts.clock.now()
    for (const file of files) {
      if (since(file.startedAt, now) < hours(1)) this.#visitors.take(file.session)
      if (since(file.startedAt, now) < hours(24)) this.#fileBytes.take(file.session, file.attachmentBytes ?? 0)
    }
  }

  /** Memory is used up: whoever is new is refused. */
  get memoryIsFull(): boolean {
    const { machine } = this.options
    return machine.heapIsTight || machine.memoryBytes > this.#limits.memoryMegabytesMax * megabyte
  }

  get diskIsFull(): boolean {
    return this.options.machine.freeBytes < this.#limits.freeMegabytesMin * megabyte
  }

  /** Why somebody without an open contact may not come in now, or null. */
  newcomerRefusal(): { readonly code: 'hub.full'; readonly retryAfterMs: number | null } | null {
    if (!this.memoryIsFull) return null
    this.parts.refused('memoryMegabytesMax')
    return { code: 'hub.full', retryAfterMs: comeBackMs }
  }

  /** Takes on a contact of this visitor, from this neighbour, or throws `Refused`. The tick must say how it ended: `told` or `unkept`. */
  begin(session: SessionId, site: string, from: string): void {
    const refusal = this.#beginRefusal(session, site, from)
    if (refusal !== null) throw new Refused(refusal.code, refusal.retryAfterMs)
    const taken = [
      [this.#visitors, session],
      [this.#addresses, from],
      [this.#sites, site],
    ] as const
    for (const [limit, key] of taken) limit.take(key)
    this.#begun.push(() => taken.forEach(([limit, key]) => limit.giveBack(key)))
  }

  /** What the tick began has begun. */
  told(): void {
    this.#begun = []
  }

  /** Nothing of the tick has happened. */
  unkept(): void {
    for (const giveBack of this.#begun.splice(0)) giveBack()
  }

  /** How long this session must wait with its next message, milliseconds; 0 when it may send it now, which is then counted. */
  messageWaitMs(session: SessionId): number {
    if (this.#messages.take(session)) return 0
    this.parts.refused('messagesPerMinutePerSession')
    return this.#messages.waitOf(session)
  }

  /** Lets a text of so many bytes into a contact, or throws `Refused`. */
  write(file: ContactFile, textBytes: number): void {
    const { messagesPerContactMax, textMegabytesPerContactMax } = this.#limits
    if (file.head >= messagesPerContactMax) this.#full('messagesPerContactMax')
    if ((file.textBytes ?? 0) + textBytes > textMegabytesPerContactMax * megabyte)
      this.#full('textMegabytesPerContactMax')
  }

  /** Sets room aside for a file of at most `bytesMax` until it is released; `visitor` is null for an agent's. */
  fileRoom(file: ContactFile, visitor: SessionId | null, bytesMax: number): FileRoom | FileRefusal {
    const limits = this.#limits
    const refusal = this.#fileRefusal(file, bytesMax)
    if (refusal !== null) return refusal
    if (visitor !== null && !this.#fileBytes.take(visitor, bytesMax)) {
      const never = bytesMax > limits.attachmentMegabytesPerDayPerVisitor * megabyte
      const retryAfterMs = never ? null : this.#fileBytes.waitOf(visitor, bytesMax)
      return this.#noFile('attachmentMegabytesPerDayPerVisitor', 'attachment.tooMuch', retryAfterMs)
    }
    this.#come(file.contact, bytesMax)
    let aside = true
    const release = (keptBytes: number): void => {
      if (!aside) return
      aside = false
      this.#come(file.contact, -bytesMax)
      if (visitor !== null) this.#fileBytes.giveBack(visitor, bytesMax - keptBytes)
    }
    return { kind: 'room', release }
  }

  /** Counts bytes of files that this tick adds, or removes when it is below 0, in the hub's sum and in its row. */
  filesChanged(tick: Tick, bytes: number): void {
    const total = Math.max(0, (rows.meta.get(tick, keys.meta('attachmentBytes')) ?? 0) + bytes)
    tick.put(rows.meta.put(keys.meta('attachmentBytes'), total))
    tick.afterwards(() => (this.attachmentBytes = total))
  }

  /** What is used of the limits that hold for the whole hub, in the units of their names. */
  used(): Readonly<Record<(typeof wholeHub)[number], number>> {
    const { machine } = this.options
    return {
      contactsMax: this.parts.live().size,
      attachmentGigabytesMax: (this.attachmentBytes + this.#comingBytes) / (1024 * megabyte),
      memoryMegabytesMax: machine.memoryBytes / megabyte,
      freeMegabytesMin: machine.freeBytes / megabyte,
    }
  }

  #beginRefusal(session: SessionId, site: string, from: string): Fullness | null {
    const { contactsMax, contactsPerSiteMax } = this.#limits
    const live = this.parts.live()
    if (this.diskIsFull) return this.#no('freeMegabytesMin', 'storage.full', comeBackMs)
    if (this.memoryIsFull) return this.#no('memoryMegabytesMax', 'hub.full', comeBackMs)
    if (live.size >= contactsMax) return this.#no('contactsMax', 'hub.full', comeBackMs)
    if (live.ofSite(site) >= contactsPerSiteMax) return this.#no('contactsPerSiteMax', 'hub.full', comeBackMs)
    if (!this.#sites.has(site)) return this.#no('contactsPerMinutePerSite', 'hub.full', this.#sites.waitOf(site))
    if (!this.#addresses.has(from))
      return this.#no('contactsPerHourPerAddress', 'contact.tooMany', this.#addresses.waitOf(from))
    if (!this.#visitors.has(session))
      return this.#no('contactsPerHourPerVisitor', 'contact.tooMany', this.#visitors.waitOf(session))
    return null
  }

  #fileRefusal(file: ContactFile, bytes: number): FileRefusal | null {
    const limits = this.#limits
    const free = this.options.machine.freeBytes - this.#comingBytes - bytes
    if (free < limits.freeMegabytesMin * megabyte) return this.#noFile('freeMegabytesMin', 'storage.full', comeBackMs)
    const all = this.attachmentBytes + this.#comingBytes + bytes
    if (all > limits.attachmentGigabytesMax * 1024 * megabyte)
      return this.#noFile('attachmentGigabytesMax', 'storage.full', comeBackMs)
    const ofContact = (file.attachmentBytes ?? 0) + (this.#coming.get(file.contact) ?? 0) + bytes
    if (ofContact > limits.attachmentMegabytesPerContactMax * megabyte)
      return this.#noFile('attachmentMegabytesPerContactMax', 'attachment.tooMuch', null)
    return null
  }

  #come(contact: ContactId, bytes: number): void {
    this.#comingBytes += bytes
    const coming = (this.#coming.get(contact) ?? 0) + bytes
    if (coming > 0) this.#coming.set(contact, coming)
    else this.#coming.delete(contact)
  }

  #no(limit: QuotaName, code: RefusalCode, retryAfterMs: number): Fullness {
    this.parts.refused(limit)
    return { code, retryAfterMs }
  }

  #noFile(limit: QuotaName, code: FileRefusal['code'], retryAfterMs: number | null): FileRefusal {
    this.parts.refused(limit)
    return { kind: 'refused', code, retryAfterMs }
  }

  #full(limit: QuotaName): never {
    this.parts.refused(limit)
    throw new Refused('contact.full')
  }
}

/** No bounds, for a hub that is put together without any: what is live fits into memory, and what it says onto the disk. */
export const noQuotas: QuotaOptions = {
  limits: {
    contactsMax: 1e12,
    contactsPerSiteMax: 1e12,
    contactsPerHourPerVisitor: 1e12,
    contactsPerHourPerAddress: 1e12,
    contactsPerMinutePerSite: 1e12,
    messagesPerContactMax: 1e12,
    messagesPerMinutePerSession: 1e12,
    textMegabytesPerContactMax: 1e6,
    attachmentMegabytesPerContactMax: 1e6,
    attachmentMegabytesPerDayPerVisitor: 1e6,
    attachmentGigabytesMax: 1e6,
    freeMegabytesMin: 0,
    memoryMegabytesMax: 1e6,
  },
  machine: { freeBytes: Infinity, memoryBytes: 0, heapIsTight: false },
}
