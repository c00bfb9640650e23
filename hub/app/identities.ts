/**
 * Visitors whom the company's own server has named: which customer each is, which sessions are theirs, and until when that
 * is proved. Somebody unknown who is named brings along what they said before (a merge); whoever is named otherwise than
 * their session was is no matter of this file: HTTP gives them a session of their own. Nothing is proved here, see auth/.
 */
import { contactOf } from '../acd/index.ts'
import type { CustomerId, SessionId } from '../model/ids.ts'
import { later, minutes, type Instant } from '../model/time.ts'
import type { IdSource } from '../ports/ids.ts'
import type { FlushToken, Store } from '../ports/store.ts'
import type { HubDoor, ProvedIdentity, VisitStanding } from '../http/door.ts'
import { limits } from '../protocol/index.ts'
import { recorded } from './audit.ts'
import { details } from '../model/audit-details.ts'
import { knownOf, takeSigned } from './known.ts'
import { visitorOf } from './live.ts'
import { mergeCustomers } from './merging.ts'
import { keys, rows, type CustomerRow, type IdentityRow, type ProvenRow } from './records.ts'
import { places, type Sealing } from './sealing.ts'
import type { Work } from './work.ts'

/** A line outlives its proof by this, so that a page has time to bring the next. */
export const identityGraceMs = minutes(1)
/** Browsers of one customer at once; the one that was seen longest ago is unknown again. */
const sessionsMax = 50

export type FieldValue = string | number | boolean

export interface IdentitiesParts {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly ids: IdSource
  readonly sealing: Sealing
  /** Rejects with `StorageUnavailable`. */
  write(change: (work: Work) => void): Promise<FlushToken>
  /** Open lines of the session. */
  readonly linesOf: (session: SessionId) => Iterable<{ until: Instant | null }>
  readonly endSession: (session: SessionId) => void
}

export class Identities {
  constructor(private readonly parts: () => IdentitiesParts) {}

  readonly door: Pick<HubDoor, 'standing' | 'identify' | 'endVisit' | 'endProof'> = {
    standing: (session) => standingOf(this.parts().store, session),
    identify: (session, proved) => this.#identify(session, proved),
    endVisit: (session) => this.#end(session),
    endProof: (session) => this.#over(session),
  }

  /** Notes that the session's visitor was proved to be this customer. Resolves to false when the session is somebody else's by now. */
  async #identify(session: SessionId, proved: ProvedIdentity): Promise<boolean> {
    let isTaken = false
    await this.parts().write((work) => {
      isTaken = this.#take(work, session, proved)
      if (!isTaken) return
      work.tick.afterwards(() => {
        for (const line of this.parts().linesOf(session)) line.until = lineUntil(proved.until)
      })
    })
    return isTaken
  }

  /** Until when a visitor may have a line on this session, null for ever; undefined for a session that is nobody's any more. */
  lineOf(session: SessionId): Instant | null | undefined {
    const standing = standingOf(this.parts().store, session)
    return standing.kind === 'ended' ? undefined : standing.kind === 'identified' ? standing.lineUntil : null
  }

  /** The visitor goes: the session is nobody's from now on, and what it has open is over, but for a message they left. */
  async #end(session: SessionId): Promise<void> {
    await this.parts().write((work) => {
      const { tick, live, now } = work
      const open = live.openOf.get(session)
      const isLeft = open !== undefined && contactOf(live.floor, open)?.hold?.mode === 'message'
      if (open !== undefined && !isLeft) work.command({ type: 'closeContact', contact: open, by: 'customer' })
      // A session that has said nothing yet has nothing that could be shown: its token may go on as somebody unknown.
      const isKnown = visitorOf(tick, session) !== undefined || provenOf(tick, session) !== undefined
      if (isKnown) tick.put(rows.proven.put(keys.proven(session), { state: 'ended', at: now }))
      tick.afterwards(() => this.parts().endSession(session))
    })
  }

  /** Another customer has taken the browser: what was proved of the former holds no longer. */
  async #over(session: SessionId): Promise<void> {
    await this.parts().write(({ tick, now }) => {
      const proven = provenOf(tick, session)
      if (proven?.state === 'identified' && proven.until > now)
        tick.put(rows.proven.put(keys.proven(session), { ...proven, until: overSince(now) }))
      tick.afterwards(() => this.parts().endSession(session))
    })
  }

  #take(work: Work, session: SessionId, { site, subject, name, fields, until }: ProvedIdentity): boolean {
    const { tick, live } = work
    const proven = provenOf(tick, session)
    if (proven !== undefined && (proven.state === 'ended' || proven.subject !== subject || proven.site !== site))
      return false
    const before = rows.identity.get(tick, keys.identity(site, subject))
    const own = ownCustomer(work, session, proven)
    const customer = before?.customer ?? own ?? this.parts().ids.next('customer')
    const slot = before?.slot ?? work.newKey()
    const said = this.parts().sealing.sealValue(slot, places.identity(site, subject), { name, fields })
    const known = rows.customer.get(tick, keys.customer(customer))
    tick.put(
      rows.identity.put(keys.identity(site, subject), { customer, slot, said, seenAt: work.now }),
      rows.proven.put(keys.proven(session), { state: 'identified', site, subject, customer, until }),
    )
    const shown = fields['customer.name']
    const row: CustomerRow = {
      ...known,
      firstSeenAt: known?.firstSeenAt ?? work.now,
      name:
        known !== undefined && shown === undefined
          ? known.name
          : this.parts().sealing.sealValue(slot, places.name(customer), `${shown ?? ''}`),
      identities: withLast(known?.identities ?? [], [site, subject] as const),
      sessions: this.#sessions(work, known?.sessions ?? [], session),
    }
    tick.put(rows.customer.put(keys.customer(customer), row))
    if (own !== undefined && own !== customer) this.#merge(work, session, own, customer)
    const open = live.openOf.get(session)
    const file = open === undefined ? undefined : live.file(open)
    if (file !== undefined) {
      file.identified = true
      const { sealing } = live
      const signed = signedFields(tick, sealing, session)
      const reading = { today: '', locale: file.locale }
      const known = knownOf(sealing, file)
      const declared = live.flows.declarations(known.flow)
      file.known = sealing.sealKnown(file, takeSigned(known, signed, declared, reading))
      work.touchContact(file.contact)
    }
    work.visitors.add(session)
    return true
  }

  #merge(work: Work, session: SessionId, from: CustomerId, into: CustomerId): void {
    const count = mergeCustomers(work, this.parts().store, session, from, into)
    const deed = { by: 'hub', act: 'customer.merged', object: into, detail: details.contactsOf(count, from) } as const
    work.tick.put(...recorded(work.tick, work.now, [deed]))
  }

  /** With this one as the last seen. Whoever is too many must prove it anew, on a session of their own. */
  #sessions({ tick, now }: Work, known: readonly SessionId[], session: SessionId): readonly SessionId[] {
    const sessions = [...known.filter((one) => one !== session), session]
    for (const gone of sessions.splice(0, Math.max(0, sessions.length - sessionsMax))) {
      tick.put(rows.proven.put(keys.proven(gone), { state: 'ended', at: now }))
      tick.afterwards(() => this.parts().endSession(gone))
    }
    return sessions
  }
}

/** When a line whose proof ends then is closed. */
export const lineUntil = (until: Instant): Instant => later(until, identityGraceMs)

/** An end whose grace is over as well. */
const overSince = (now: Instant): Instant => (now - identityGraceMs) as Instant

export const provenOf = (store: Pick<Store, 'get'>, session: SessionId): ProvenRow | undefined =>
  rows.proven.get(store, keys.proven(session))

export function standingOf(store: Pick<Store, 'get'>, session: SessionId): VisitStanding {
  const proven = provenOf(store, session)
  if (proven === undefined) return { kind: 'unknown' }
  if (proven.state === 'ended') return { kind: 'ended' }
  return { kind: 'identified', subject: proven.subject, until: proven.until, lineUntil: lineUntil(proven.until) }
}

/** Whose session it is as it was proved, as long as that holds; null for everybody else. */
export function identifiedCustomer(store: Pick<Store, 'get'>, session: SessionId, now: Instant): CustomerId | null {
  const proven = provenOf(store, session)
  return proven?.state === 'identified' && now < lineUntil(proven.until) ? proven.customer : null
}

/** What the company's server said of the session's visitor; empty for who is unknown. */
export function signedFields(
  store: Pick<Store, 'get'>,
  sealing: Sealing,
  session: SessionId,
): readonly { readonly name: string; readonly value: FieldValue }[] {
  const proven = provenOf(store, session)
  if (proven?.state !== 'identified') return []
  const identity = rows.identity.get(store, keys.identity(proven.site, proven.subject))
  const said = identity && saidOf(sealing, proven, identity)
  return Object.entries(said?.fields ?? {}).map(([name, value]) => ({ name, value }))
}

/** The name that the company's server gives them, as far as a name is shown; null when it gives none. */
export function signedName(store: Pick<Store, 'get'>, sealing: Sealing, session: SessionId): string | null {
  const name = signedFields(store, sealing, session).find((field) => field.name === 'customer.name')?.value
  return typeof name === 'string' ? name.slice(0, limits.nameMax).replace(/[\uD800-\uDBFF]$/, '') : null
}

export interface Said {
  /** As the company's server names them. */
  readonly name: { readonly issuer: string; readonly subject: string }
  readonly fields: Readonly<Record<string, FieldValue>>
}

export const saidOf = (
  sealing: Sealing,
  { site, subject }: { readonly site: string; readonly subject: string },
  { said }: IdentityRow,
): Said | null => sealing.openValue<Said>(places.identity(site, subject), said)

/** Of somebody unknown, whose contacts go with them; never those of another who was proved. */
function ownCustomer(work: Work, session: SessionId, proven: ProvenRow | undefined): CustomerId | undefined {
  const own = visitorOf(work.tick, session)?.customer
  if (own === undefined || proven !== undefined) return own
  const row = rows.customer.get(work.tick, keys.customer(own))
  return row?.identities === undefined || row.identities.length === 0 ? own : undefined
}

const withLast = <Pair extends readonly [string, string]>(list: readonly Pair[], last: Pair): readonly Pair[] => [
  ...list.filter((one) => one.join('\n') !== last.join('\n')),
  last,
]
