/** The life of a contact: begun and ended by its customer, moved, closed and wrapped up by the agent who holds it. */
import { Refused, type BothLanguages, type CallMedia, type Prefilled, type RequestBody } from '../../protocol/index.ts'
import { contactOf, entryRefusal, type LastAgent } from '../../acd/index.ts'
import type { ContactId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import type { KeySlot } from '../../ports/keys.ts'
import type { ContactFile, VisitorRow } from '../contact-file.ts'
import type { Site } from '../organisation.ts'
import { changeCall } from '../calling.ts'
import { detailsOf } from '../customers.ts'
import { fieldsOf, givenByPage, knownOf, nothingKnown, takeSigned } from '../known.ts'
import { identifiedCustomer, signedFields, signedName } from '../identities.ts'
import type { BotBeginning } from '../bot.ts'
import { forNextContact, maskCards, type Declarations, type FieldStore } from '../../flow/index.ts'
import { visitorName, visitorOf } from '../live.ts'
import { countedMax, customerContacts } from '../merging.ts'
import { closedOf, keys, readEntries, rows } from '../records.ts'
import { places } from '../sealing.ts'
import { declaredBy, takeGiven } from '../site-form.ts'
import { mayCall } from './call.ts'
import { findContact, isOwnWork, readsAll, type FoundContact } from '../reading.ts'
import { agentOfActor, ownContact, ownFile, readableContact, type Handlers, type RequestContext } from './context.ts'

type ContactVerbs =
  | 'contact.start'
  | 'contact.call'
  | 'contact.leave'
  | 'contact.end'
  | 'contact.close'
  | 'contact.transfer'
  | 'contact.wrapUp'
  | 'contact.earlier'
  | 'contact.read'

const previewLength = 140

export const contactHandlers: Pick<Handlers, ContactVerbs> = {
  'contact.start': (context, body) => begun(context, body),
  'contact.call'(context, { media, ...body }) {
    if (context.actor.kind === 'visitor') mayCall(context, context.actor.site, media)
    const begins = begun(context, body, { media })
    changeCall(context.work, begins.contact, { type: 'begin', media, isContact: true }, () => context.ids.next('call'))
    return begins
  },

  'contact.leave': (context, body) => begun(context, body, { reach: body.reach.trim() }),

  'contact.end'(context, { contact }) {
    const { file, record } = ownFile(context, contact)
    if (record === null) context.bot.end(context.work, file, 'customer', 'unsolved')
    else context.work.command({ type: 'closeContact', contact, by: 'customer' })
    return {}
  },

  'contact.close'(context, { contact }) {
    const { record } = ownContact(context, contact)
    if (record.state.phase !== 'active') throw new Refused('contact.notActive')
    context.work.command({ type: 'closeContact', contact, by: 'agent' })
    return {}
  },

  'contact.transfer'(context, { contact, queue, agent, note }) {
    const by = agentOfActor(context.actor)
    ownContact(context, contact)
    if ((queue === null) === (agent === null)) throw new Refused('request.malformed')
    const to = queue === null ? { agent: agent! } : { queue }
    context.work.command({ type: 'transferContact', agent: by, contact, to }, { by, note })
    return {}
  },

  'contact.wrapUp'(context, { contact, disposition, note }) {
    const agent = agentOfActor(context.actor)
    ownContact(context, contact)
    context.work.command({ type: 'finishWrapUp', agent, contact, disposition }, { disposition, note })
    return {}
  },

  'contact.earlier'(context, { contact, limit }) {
    const { file } = leadingContact(context, contact)
    const { store } = context.work.tick
    const contacts = []
    for (const { key } of store.range('customerContact', {
      prefix: [file.customer],
      reverse: true,
      limit: limit + 1,
    })) {
      const earlier = key[2] as ContactId
      if (earlier !== contact && contacts.length < limit) contacts.push(summaryOf(context, earlier))
    }
    context.looks.record(context.work.tick, context.actor, 'contact.earlier', file.customer)
    return { contacts: contacts.filter((summary) => summary !== null) }
  },

  'contact.read'(context, { contact, earlier, after, limit }) {
    const { actor, work, audience, looks } = context
    const sight = { live: work.live, store: work.tick }
    const found = earlier === contact ? readableContact(context, contact) : earlierContact(context, contact, earlier)
    const entries = readEntries(work.tick.store, work.live.sealing, earlier, after, limit)
    if (!isOwnWork(sight, actor, found)) looks.record(work.tick, actor, 'contact.read', earlier)
    work.mentionsRead.push({ by: agentOfActor(actor), contact: earlier })
    return { entries: audience.wireEntries(entries, actor), head: found.file.head }
  },
}

/** By which one comes to a customer's other contacts: one that they hold or are offered, or any, where they may read all. */
const leadingContact = (context: RequestContext, contact: ContactId): Pick<FoundContact, 'file'> =>
  readsAll(context.actor) ? readableContact(context, contact) : ownContact(context, contact)

/** Another contact of the customer whose contact they hold or are offered. */
function earlierContact(context: RequestContext, contact: ContactId, earlier: ContactId): FoundContact {
  const { file } = leadingContact(context, contact)
  const found = findContact({ live: context.work.live, store: context.work.tick }, earlier)
  if (found === undefined || found.file.customer !== file.customer) throw new Refused('contact.gone')
  return found
}

/** A new contact of this visitor, with its first message. `reach`: it is a message, and nobody waits for the answer; `media`: it begins as a call. */
function begun(
  context: RequestContext,
  body: RequestBody<'contact.start'>,
  how: { readonly reach?: string; readonly media?: CallMedia } = {},
): { readonly contact: ContactId } {
  const { actor, work, directory } = context
  const { reach, media } = how
  if (context.draining) throw new Refused('hub.draining')
  if (actor.kind !== 'visitor') throw new Refused('request.forbidden')
  if (work.live.openOf.has(actor.session)) throw new Refused('contact.open')
  const site = directory.site(actor.site)
  if (site === undefined) throw new Refused('request.forbidden')
  const topic = site.topics.find((known) => known.key === body.topic)
  const queue = topic?.queue ?? site.defaultQueue
  // Asked before anything is written; the floor knows the same queues.
  if (directory.queue(queue) === undefined) throw new Refused('queue.unknown')
  const refusal = entryRefusal(work.live.floor, queue)
  const bot = reach === undefined && media === undefined ? botFor(context, site, refusal) : null
  if (bot === null && body.text.trim() === '' && media === undefined) throw new Refused('message.empty')
  if (bot === null && refusal !== null && (reach === undefined || refusal === 'queue.full')) throw new Refused(refusal)
  context.quotas.begin(actor.session, site.key, context.from)
  const slot = work.newKey()
  const last = lastServed(context)
  const before = fieldsBefore(context)
  const { visitor, shown, isIdentified } = begunVisit(context, body.name.trim(), slot)
  const { sealing } = work.live
  const file: ContactFile = {
    contact: visitor.contact,
    site: site.key,
    session: actor.session,
    customer: visitor.customer,
    ...(isIdentified && { identified: true }),
    slot,
    about: sealing.sealAbout(
      { contact: visitor.contact, slot },
      {
        customerName: shown,
        pageUrl: body.pageUrl,
        pageTitle: body.pageTitle,
        preview: Array.from(body.text.trim()).slice(0, previewLength).join(''),
        reach: reach ?? '',
      },
    ),
    locale: body.locale,
    topic: topic?.key ?? '',
    startedAt: work.now,
    head: 0,
    customerReceived: 0,
    customerRead: 0,
    agentReceived: 0,
    agentRead: 0,
    waitingSince: body.text === '' ? null : work.now,
    attachments: 0,
    textBytes: Buffer.byteLength(body.text),
    attachmentBytes: 0,
    lastAgent: null,
    earlier: visitor.contacts - 1,
  }
  keepFields(context, file, before, body.fields ?? [], declaredBy(site, bot?.flow.fields ?? {}))
  work.live.files.set(file.contact, file)
  work.live.openOf.set(actor.session, file.contact)
  // Neither who calls nor who begins with the bot need write anything.
  if (body.text !== '')
    work.append(file.contact, {
      kind: 'message',
      at: work.now,
      from: 'customer',
      agent: null,
      session: actor.session,
      requestId: context.requestId,
      text: bot === null ? body.text : maskCards(body.text),
      attachments: [],
    })
  if (bot !== null) {
    context.bot.begin(work, file, { ...bot, intent: body.intent, text: body.text })
    return { contact: file.contact }
  }
  work.command({
    type: 'queueContact',
    contact: file.contact,
    channel: media === undefined ? 'chat' : media === 'video' ? 'video' : 'voice',
    queue,
    requirements: [],
    priorityMs: 0,
    ...(last !== null && { lastAgent: last }),
    ...(reach !== undefined && { message: true as const }),
  })
  return { contact: file.contact }
}

/** The flow that a new contact of this site begins with; null where it waits for a person at once. */
function botFor(
  { work }: RequestContext,
  { bot }: Site,
  refusal: string | null,
): Pick<BotBeginning, 'flow' | 'idleMs'> | null {
  if (bot === undefined || (bot.when === 'overflow' && refusal !== 'queue.bot')) return null
  const flow = work.live.flows.newest(bot.flow)
  return flow === undefined ? null : { flow, idleMs: bot.idleMs }
}

/** FD11: what the visitor's last contact told of the visitor, and nothing of what it was about. What was signed is signed anew. */
function fieldsBefore({ actor, work, directory }: RequestContext): FieldStore {
  if (actor.kind !== 'visitor') return {}
  const { sealing, flows } = work.live
  const last = visitorOf(work.tick, actor.session)?.contact
  const file = last === undefined ? undefined : closedOf(work.tick, sealing, last)?.file
  if (file?.known === undefined) return {}
  const known = knownOf(sealing, file)
  const kept = forNextContact(fieldsOf(known), declaredBy(directory.site(actor.site), flows.declarations(known.flow)))
  return Object.fromEntries(Object.entries(kept).filter(([, { trust }]) => trust !== 'signed'))
}

/** What is known of a contact from its beginning, with the word of whoever's counts most first. */
function keepFields(
  { work, bot, actor }: RequestContext,
  file: ContactFile,
  before: FieldStore,
  fields: readonly Prefilled[],
  declared: Declarations,
): void {
  const { sealing } = work.live
  const signed = signedFields(work.tick, sealing, actor.session)
  if (signed.length + fields.length === 0 && Object.keys(before).length === 0) return
  const reading = { today: bot.around(work, file).today, locale: file.locale }
  const known = takeSigned({ ...nothingKnown, fields: before }, signed, declared, reading)
  const store = takeGiven(fieldsOf(known), givenByPage(fields), declared, reading)
  if (Object.keys(store).length > 0) file.known = sealing.sealKnown(file, { ...nothingKnown, fields: store })
}

/** Who served this visitor's contact before, and until when; null when nobody did, or it was erased. */
function lastServed({ actor, work }: RequestContext): LastAgent | null {
  const customer = identifiedCustomer(work.tick, actor.session, work.now)
  // On whichever of their devices, where they are known.
  const [latest] = customer === null ? [] : customerContacts(work.tick.store, customer, { reverse: true, limit: 1 })
  const before = latest ?? visitorOf(work.tick, actor.session)?.contact
  if (before === undefined) return null
  const closed = closedOf(work.tick, work.live.sealing, before)
  const agent = (closed?.file ?? work.live.file(before))?.lastAgent ?? null
  return agent === null ? null : { agent, endedAt: closed?.closedAt ?? work.now }
}

/** The rows of visitor and customer with the new contact in them, their name sealed with its key, kept with this tick. */
function begunVisit({ actor, work, ids }: RequestContext, given: string, slot: KeySlot): BegunVisit {
  const { sealing } = work.live
  const known = visitorOf(work.tick, actor.session)
  const identified = identifiedCustomer(work.tick, actor.session, work.now)
  const typed = given === '' && known !== undefined ? visitorName(sealing, actor.session, known) : given
  const name = (identified === null ? null : signedName(work.tick, sealing, actor.session)) ?? typed
  const customer = identified ?? known?.customer ?? ids.next('customer')
  const before =
    identified === null
      ? (known?.contacts ?? 0)
      : customerContacts(work.tick.store, identified, { limit: countedMax }).length
  const visitor: VisitorRow = {
    customer,
    name: sealing.sealValue(slot, places.name(actor.session), name),
    contact: ids.next('contact'),
    contacts: before + 1,
  }
  const row = rows.customer.get(work.tick, keys.customer(customer)) ?? { firstSeenAt: work.now }
  work.tick.put(
    rows.customer.put(keys.customer(customer), {
      ...row,
      name: sealing.sealValue(slot, places.name(customer), name),
    }),
    rows.visitor.put(keys.visitor(actor.session), visitor),
    rows.customerContact.put(keys.customerContact(customer, work.now, visitor.contact), {}),
  )
  // Staff know better what they are called; they themselves are shown what they wrote.
  const shown = 'name' in row ? detailsOf(sealing, customer, row).name || name : name
  return { visitor, shown, isIdentified: identified !== null }
}

interface BegunVisit {
  readonly visitor: VisitorRow
  /** To staff. */
  readonly shown: string
  readonly isIdentified: boolean
}

interface Summary {
  readonly contact: ContactId
  readonly startedAt: Instant
  readonly closedAt: Instant | null
  readonly queue: BothLanguages
  readonly topic: string
  readonly agentName: string
  readonly disposition: BothLanguages
  readonly note: string
  readonly entries: number
  readonly tags: readonly BothLanguages[]
}

function summaryOf({ work, directory, actor }: RequestContext, contact: ContactId): Summary | null {
  const closed = closedOf(work.tick, work.live.sealing, contact)
  const file = closed?.file ?? work.live.file(contact)
  const queue = closed?.queue ?? contactOf(work.live.floor, contact)?.queue
  if (file === undefined || queue === undefined || actor.kind !== 'agent') return null
  return {
    contact,
    startedAt: file.startedAt,
    closedAt: closed?.closedAt ?? null,
    queue: directory.queueName(queue),
    topic: directory.topicLabel(file.site, file.topic)[file.locale],
    agentName: file.lastAgent === null ? '' : directory.agentName(file.lastAgent),
    disposition: directory.dispositionLabel(queue, closed?.disposition ?? ''),
    note: closed === undefined ? '' : work.live.sealing.note(closed),
    entries: file.head,
    tags: (file.tags ?? []).map((key) => directory.tagLabel(key)),
  }
}
