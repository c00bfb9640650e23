/**
 * A scene at the counter with somebody in every part: a contact of one's own, and a stranger's in each phase a contact can
 * have. Who may what is tried on it (who-may-what.test.ts), and hostile bytes name its ids (inside-bytes.ts).
 */
import { InsideHub, type Known, type QueueKey } from './inside-hub.ts'
import type { Line } from './inside-line.ts'
import { makeId, type AttachmentId, type ContactId, type OfferId } from '../model/ids.ts'

/**
 * Whoever tries. `agent` may hold the contact; `colleague` serves the same queue, `stranger` another; `trainer` has a role of
 * the company's own.
 */
export const parts = [
  'visitor',
  'otherVisitor',
  'otherSite',
  'agent',
  'colleague',
  'stranger',
  'supervisor',
  'administrator',
  'quality',
  'readOnly',
  'trainer',
] as const
export type Part = (typeof parts)[number]
export const logins = {
  agent: 'ann',
  colleague: 'ben',
  stranger: 'bill',
  supervisor: 'sue',
  administrator: 'ada',
  quality: 'quin',
  readOnly: 'rob',
  trainer: 'tina',
} as const
export type StaffPart = keyof typeof logins
export const isStaff = (part: Part): part is StaffPart => part in logins

/** Phases of strangers' contacts. */
export const foreignPhases = ['queued', 'offered', 'active', 'wrapUp', 'closed'] as const
export type ForeignPhase = (typeof foreignPhases)[number]

export type OwnPhase = 'offered' | 'active' | 'wrapUp'

export interface Cast {
  readonly place: InsideHub
  readonly known: Readonly<Record<Part, Known>>
  readonly lines: Readonly<Record<Part, Line>>
  /** Everybody else's lines. */
  readonly others: readonly Line[]
  /** The contact of `visitor`, in the asked phase with the asked holder. */
  readonly own: ContactId
  readonly ownOffer: { readonly offer: OfferId; readonly epoch: number } | null
  /** An earlier contact of the same customer. */
  readonly earlier: ContactId
  readonly foreign: Readonly<Record<ForeignPhase, ContactId>>
  readonly foreignOffer: { readonly offer: OfferId; readonly epoch: number }
  readonly ownFile: AttachmentId
  readonly foreignFile: AttachmentId
}

export const words = (topic: QueueKey | '') => ({
  name: 'Somebody',
  topic,
  text: 'Hello',
  locale: 'en' as const,
  pageUrl: '',
  pageTitle: '',
  fields: null,
  intent: null,
})

/** Sets the scene. `holder` is who holds, or is offered, the visitor's contact. */
export async function castOf(holder: StaffPart, phase: OwnPhase, seed = 1, calls = false): Promise<Cast> {
  const place = await InsideHub.open(seed, undefined, calls)
  const others: Line[] = []
  const staffLine = async (login: string): Promise<[Known, Line]> => {
    const known = await place.agent(login)
    return [known, await place.line(known)]
  }
  const known = {} as Record<Part, Known>
  const lines = {} as Record<Part, Line>
  for (const part of parts) {
    if (isStaff(part)) [known[part], lines[part]] = await staffLine(logins[part])
    else {
      known[part] = place.visitor(part === 'otherSite' ? 'pk_bank' : 'pk_shop')
      lines[part] = await place.line(known[part])
    }
  }
  const [, olga] = await staffLine('olga')
  others.push(olga)

  const begin = async (line: Line, topic: QueueKey): Promise<ContactId> => {
    await must(line.ask('contact.start', words(topic)))
    return line.items('visit', 'contact')[0]!.contact
  }
  const stranger = async (topic: QueueKey): Promise<ContactId> => {
    const line = await place.line(place.visitor())
    others.push(line)
    return begin(line, topic)
  }
  const available = (line: Line, yes: boolean): Promise<void> =>
    must(line.ask('presence.set', { status: yes ? 'available' : 'away', reason: '' }))
  const accept = async (line: Line): Promise<void> => {
    const { offer, epoch } = line.items('desk', 'offer')[0]!
    await must(line.ask('offer.accept', { offer, epoch }))
  }

  // Strangers' contacts, one in each phase. `otherVisitor` is the one in talk with `stranger`.
  const bill = lines.stranger
  await available(bill, true)
  const active = await begin(lines.otherVisitor, 'billing')
  await accept(bill)
  const foreignFile = await addFile(place, active)
  const wrapUp = await stranger('billing')
  await accept(bill)
  await must(bill.ask('contact.close', { contact: wrapUp }))
  const closed = await stranger('billing')
  await accept(bill)
  await must(bill.ask('contact.close', { contact: closed }))
  await must(bill.ask('contact.wrapUp', { contact: closed, disposition: '', note: '' }))
  await available(bill, false)
  const queued = await stranger('lonely')
  await available(olga, true)
  const offered = await stranger('ringing')
  const [foreignOffer] = olga.items('desk', 'offer')

  // The visitor's own: an earlier one that is over, and the one that is tried on.
  const earlier = await begin(lines.visitor, 'orders')
  await must(lines.visitor.ask('contact.end', { contact: earlier }))
  const holding = lines[holder]
  await available(holding, true)
  const own = await begin(lines.visitor, 'orders')
  const ownOffer = holding.items('desk', 'offer')[0] ?? null
  if (phase !== 'offered') await accept(holding)
  const ownFile = await addFile(place, own)
  if (phase === 'wrapUp') await must(holding.ask('contact.close', { contact: own }))
  await place.pass(2_000)
  for (const line of [...Object.values(lines), ...others]) line.forget()
  return {
    place,
    known,
    lines,
    others,
    own,
    ownOffer,
    earlier,
    foreign: { queued, offered, active, wrapUp, closed },
    foreignOffer: foreignOffer!,
    ownFile,
    foreignFile,
  }
}

/** A file of the contact, known to the hub; its bytes are not on the disk. */
async function addFile(place: InsideHub, contact: ContactId): Promise<AttachmentId> {
  const attachment = makeId('attachment', place.chance.word(24))
  await place.settled(
    place.hub.door.addAttachment(contact, { attachment, name: 'receipt.txt', type: 'text/plain', sizeBytes: 5 }),
  )
  return attachment
}

async function must(asked: Promise<string>): Promise<void> {
  const outcome = await asked
  if (outcome !== 'done') throw new Error(`the scene could not be set: ${outcome}`)
}
