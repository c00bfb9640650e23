/**
 * What the live lists show, computed from the state between ticks: the customer's `visit`, the agent's `desk`, everybody's
 * `floor`. Plain translation, no state; people see names and words here, never the floor's own records.
 */
import { agentOf, contactOf, contactsOf, placeInLine, reasonToWait, ringAt, usedUnits } from '../acd/index.ts'
import type { AgentRecord, ContactPhase, QueueRules, Ring } from '../acd/state.ts'
import type { AgentId, ContactId, SessionId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import {
  itemShape,
  type DeskContact,
  type DeskMe,
  type DeskOffer,
  type Item,
  type ItemKind,
  type KnownField,
  type Topic,
  type VisitContact,
  type VisitQuestion,
  type VisitSite,
  type Wire,
} from '../protocol/index.ts'
import type { About, ContactFile } from './contact-file.ts'
import type { Directory } from './directory.ts'
import { knownOf, shownFields, tellingFields } from './known.ts'
import { signedName, standingOf } from './identities.ts'
import { visitorName, visitorOf, type Live } from './live.ts'
import { closedOf } from './records.ts'
import { isStaffed, siteHours } from './site-now.ts'
import { declaredBy, formFor } from './site-form.ts'
import { surveyOf } from './surveys.ts'
import { toldWait } from './told-waits.ts'

export interface ViewItem {
  readonly kind: string
  readonly id: string
  readonly value: Wire
}

/** Everything a view is made from. */
export interface Sight {
  readonly live: Live
  readonly directory: Directory
  readonly store: Pick<Store, 'get'>
}

export function item<T extends Topic, K extends ItemKind<T>>(
  topic: T,
  kind: K,
  id: string,
  value: Item<T, K>,
): ViewItem {
  return { kind, id, value: itemShape(topic, kind)!.pack(value) }
}

export function visitItems(sight: Sight, session: SessionId, siteKey: string): ViewItem[] {
  const visitor = visitorOf(sight.store, session)
  const shown = visitor === undefined ? null : visitContact(sight, visitor.contact)
  const form = formFor(sight, session, siteKey)
  const site = item('visit', 'site', '', { ...visitSite(sight, siteKey), ...visitorOfSite(sight, session), form })
  const question = shown?.phase === 'bot' ? visitQuestion(sight, shown.contact) : null
  const survey = surveyOf(sight, session)
  return [
    site,
    ...(shown === null ? [] : [item('visit', 'contact', '', shown)]),
    ...(question === null ? [] : [item('visit', 'question', '', question)]),
    ...(survey === null ? [] : [item('visit', 'survey', '', survey)]),
  ]
}

function visitQuestion({ live }: Sight, contact: ContactId): VisitQuestion | null {
  const question = knownOf(live.sealing, live.file(contact)!).question
  return question === null ? null : { contact, ...question }
}

/** The customer's contact alone, as its item shows it; undefined when none is open. */
export function openContactItem(sight: Sight, session: SessionId): ViewItem | undefined {
  const contact = sight.live.openOf.get(session)
  const shown = contact === undefined ? null : visitContact(sight, contact)
  return shown === null ? undefined : item('visit', 'contact', '', shown)
}

function visitContact({ live, store, directory }: Sight, contact: ContactId): VisitContact | null {
  const file = live.file(contact)
  const record = contactOf(live.floor, contact)
  if (file === undefined || record === undefined) {
    if (file !== undefined && live.bots.has(contact)) return shownContact(file, directory, 'bot')
    const closed = closedOf(store, live.sealing, contact)
    if (closed === undefined) return null
    const { outcome } = closed
    const unanswered = outcome === 'unreached' || outcome === 'overflowed' ? outcome : null
    return { ...shownContact(closed.file, directory, 'closed'), unanswered }
  }
  const phase = shownPhase(record)
  const waiting = { hold: shownHold(record), waitingFor: reasonToWait(live.floor, contact) }
  const base = { ...shownContact(file, directory, phase), ...waiting }
  if (phase !== 'queued') return base
  const range = toldWait(live.floor, contact)
  return {
    ...base,
    place: placeInLine(live.floor, contact),
    waitP50Ms: range?.p50Ms ?? null,
    waitP90Ms: range?.p90Ms ?? null,
  }
}

/** A customer whose place is kept waits still, also while an agent is asked or they are called. */
function shownPhase({ state, hold }: FloorContact): VisitContact['phase'] {
  switch (state.phase) {
    case 'wrapUp':
      return 'closed'
    case 'called':
    case 'resting':
      return 'queued'
    case 'offered':
      return hold === null ? 'offered' : 'queued'
    default:
      return state.phase
  }
}

function shownHold({ state, hold }: FloorContact): VisitContact['hold'] {
  if (hold === null || state.phase === 'active' || state.phase === 'wrapUp') return null
  if (hold.mode === 'message') return { state: 'left', until: null, missed: 0 }
  if (state.phase === 'called') return { state: 'called', until: state.deadline, missed: hold.calls - 1 }
  if (state.phase === 'resting') return { state: 'resting', until: state.until, missed: hold.calls }
  return { state: 'kept', until: null, missed: hold.calls }
}

function shownContact(file: ContactFile, directory: Directory, phase: VisitContact['phase']): VisitContact {
  const served = phase === 'active' || phase === 'closed'
  return {
    contact: file.contact,
    phase,
    startedAt: file.startedAt,
    place: null,
    waitP50Ms: null,
    waitP90Ms: null,
    agentName: served && file.lastAgent !== null ? directory.agentName(file.lastAgent) : '',
    agentReceived: file.agentReceived,
    agentRead: file.agentRead,
    customerRead: file.customerRead,
    hold: null,
    unanswered: null,
    waitingFor: null,
  }
}

/** What the site's item says of the visitor. */
function visitorOfSite(
  { store, live: { sealing } }: Sight,
  session: SessionId,
): Pick<VisitSite, 'customerName' | 'identified'> {
  const visitor = visitorOf(store, session)
  const known = visitor === undefined ? '' : visitorName(sealing, session, visitor)
  if (standingOf(store, session).kind !== 'identified') return { customerName: known, identified: null }
  return { customerName: signedName(store, sealing, session) ?? known, identified: true }
}

function visitSite(sight: Sight, key: string): Omit<VisitSite, 'customerName' | 'identified' | 'form'> {
  const { directory } = sight
  const site = directory.site(key)
  const { attachments } = directory.organisation
  const hours = siteHours(sight, key)
  return {
    name: site?.name ?? { en: '', ja: '' },
    topics: (site?.topics ?? []).map((topic) => ({ key: topic.key, label: topic.label })),
    staffed: isStaffed(sight, key),
    attachmentBytesMax: attachments.bytesMax,
    attachmentTypes: attachments.types,
    pushKey: directory.pushKey,
    calls: directory.callsOffered(key),
    bot: site?.bot?.when === 'always' && sight.live.flows.newest(site.bot.flow) !== undefined,
    open: hours.open,
    opensAt: hours.opensAt,
    survey: directory.surveyOf(key),
    zone: hours.zone,
    greeting: site?.look?.greeting ?? null,
  }
}

export function deskItems(sight: Sight, agent: AgentId): ViewItem[] {
  const items = [item('desk', 'me', '', deskMe(sight, agent))]
  for (const contact of contactsOf(sight.live.floor, agent)) {
    const shown = heldContactItem(sight, agent, contact)
    if (shown !== undefined) items.push(shown)
  }
  return items
}

/** A contact that this agent holds, or is asked to take; undefined when there is nothing to do yet. */
export function heldContactItem(sight: Sight, agent: AgentId, contact: ContactId): ViewItem | undefined {
  const record = contactOf(sight.live.floor, contact)
  const file = sight.live.file(contact)
  if (record === undefined || file === undefined) return undefined
  // Kept for a customer who is being called.
  if (record.state.phase === 'called' && record.hold?.mode === 'customer-first') return undefined
  const ring = ringAt(record.state, agent)
  return ring === undefined
    ? item('desk', 'contact', contact, deskContact(sight, record, file))
    : item('desk', 'offer', ring.offer, deskOffer(sight, record, ring, file))
}

function deskMe({ live, directory }: Sight, agent: AgentId): DeskMe {
  const person = directory.people.get(agent)
  const record = agentOf(live.floor, agent)
  const { organisation } = directory
  return {
    agent,
    name: directory.agentName(agent),
    role: person?.role ?? '',
    rights: [...directory.rightsOfAgent(agent)],
    status: record?.status ?? 'offline',
    reason: record?.reason ?? '',
    since: record === undefined ? 0 : statusSince(record),
    capacityUnits: directory.capacityOf(agent),
    usedUnits: usedUnits(live.floor, agent),
    reasons: organisation.reasons,
    attachmentBytesMax: organisation.attachments.bytesMax,
    attachmentTypes: organisation.attachments.types,
    calls: directory.carriesCalls,
    configuration: directory.version,
  }
}

/** Somebody who never said anything of their presence has it since they came. */
export const statusSince = ({ statusSince, link }: AgentRecord): number =>
  statusSince > 0 || link.state === 'none' ? statusSince : link.since

type FloorContact = NonNullable<ReturnType<typeof contactOf>>

/** Nothing is told of an erased customer. */
const nothing: About = { customerName: '', pageUrl: '', pageTitle: '', preview: '', reach: '' }
export const aboutOf = ({ live }: Sight, file: ContactFile): About => live.sealing.about(file) ?? nothing

function deskOffer(sight: Sight, record: FloorContact, ring: Ring, file: ContactFile): DeskOffer {
  const { directory } = sight
  const { offer, epoch, deadline } = ring
  const about = aboutOf(sight, file)
  return {
    offer,
    epoch,
    contact: record.id,
    channel: record.channel,
    queue: directory.queueName(record.queue),
    customerName: about.customerName,
    topic: directory.topicLabel(file.site, file.topic),
    preview: about.preview,
    madeAt: Math.min(deadline, deadline - (directory.queue(record.queue)?.rules.offerTimeoutMs ?? 0)),
    deadline,
    enqueuedAt: record.enqueuedAt,
    hold: record.hold === null ? null : record.hold.mode === 'message' ? 'message' : 'call',
    fields: tellingFields(fieldsShown(sight, file)),
  }
}

function deskContact(sight: Sight, record: FloorContact, file: ContactFile): DeskContact {
  const { directory, store } = sight
  const state = record.state
  const about = aboutOf(sight, file)
  return {
    contact: record.id,
    phase: state.phase === 'wrapUp' ? 'wrapUp' : 'active',
    channel: record.channel,
    queueId: record.queue,
    queue: directory.queueName(record.queue),
    customer: file.customer,
    customerName: about.customerName,
    locale: file.locale,
    topic: directory.topicLabel(file.site, file.topic),
    pageUrl: about.pageUrl,
    pageTitle: about.pageTitle,
    startedAt: file.startedAt,
    since: state.phase === 'active' ? state.since : file.startedAt,
    until: state.phase === 'wrapUp' ? state.until : null,
    customerOnline: record.customerLostAt === null,
    customerReceived: file.customerReceived,
    customerRead: file.customerRead,
    agentRead: file.agentRead,
    waitingSince: state.phase === 'active' ? file.waitingSince : null,
    earlier: file.earlier ?? Math.max(0, (visitorOf(store, file.session)?.contacts ?? 1) - 1),
    calledUntil: state.phase === 'called' ? state.deadline : null,
    message: record.hold?.mode === 'message' ? true : null,
    reach: about.reach === '' ? null : about.reach,
    parked: state.phase === 'active' ? (state.parked?.since ?? null) : null,
    stirred: state.phase === 'active' ? (state.parked?.stirredAt ?? null) : null,
    wrapUp: state.phase === 'wrapUp' ? shownWrapUp(directory.queue(record.queue)?.rules, state) : null,
    fields: fieldsShown(sight, file),
    identified: file.identified === true ? true : null,
    tags: file.tags ?? [],
  }
}

function fieldsShown({ live, directory }: Sight, file: ContactFile): KnownField[] {
  const known = knownOf(live.sealing, file)
  const declared = declaredBy(directory.site(file.site), live.flows.declarations(known.flow))
  return shownFields(known, declared, file.locale, (agent) => directory.agentName(agent))
}

/** By today's rules of the queue; one that has no rules any more can be made no longer. */
function shownWrapUp(
  rules: QueueRules | undefined,
  { until, extensions }: Extract<ContactPhase, { phase: 'wrapUp' }>,
): DeskContact['wrapUp'] {
  const { wrapUp = 'timed', wrapUpExtensionMs = 0, wrapUpExtensionsMax = 0 } = rules ?? {}
  const isLongest = until === null || wrapUpExtensionMs === 0
  return {
    mode: until === null ? 'untimed' : wrapUp === 'optional' ? 'optional' : 'timed',
    extensionsLeft: isLongest ? 0 : Math.max(0, wrapUpExtensionsMax - extensions),
    extensionMs: wrapUpExtensionMs,
  }
}
