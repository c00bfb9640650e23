/**
 * Live lists: what a screen shows of the present. A client gets a snapshot, then numbered deltas; after a restart of the
 * hub (another epoch) or too long an absence, a new snapshot. Items are told apart by kind and id.
 */
import { flag, id, list, maybe, oneOf, record, text, whole } from '../shape.ts'
import { limits } from '../frame.ts'
import { deskCall, visitCall } from './call.ts'
import { at, bothLanguages, seq } from './common.ts'
import { knownField, siteFormField, tellingField, visitQuestion } from './flow.ts'
import { presenceStatus } from './presence.ts'
import { visitSurvey } from './survey.ts'
import { waitingFor } from './why.ts'
import { tagsMax } from './staff-limits.ts'

/**
 * `kept`: it is not their turn yet. `called`: it is, and they have until `until` to come. `resting`: they did not come, and
 * are called again after `until`. `left`: a message, which is answered without calling anybody.
 */
const hold = record({
  state: oneOf('kept', 'called', 'resting', 'left'),
  until: maybe(at),
  /** Calls that they did not come to. */
  missed: whole(0),
})

/** List `visit`: what a customer's widget shows beside the log. */
export const visitShapes = {
  /** The one contact the widget shows: the open one, or the last one until a new one starts. Absent before the first. */
  contact: record({
    contact: id('contact'),
    /** `bot`: the bot has it, and nobody is waited for. */
    phase: oneOf('queued', 'offered', 'active', 'closed', 'bot'),
    startedAt: at,
    /** Place in line from 1; null when not waiting. */
    place: maybe(whole(1)),
    /** Likely range of the remaining wait; null when not waiting or not known (nobody is staffed). */
    waitP50Ms: maybe(whole(0)),
    waitP90Ms: maybe(whole(0)),
    /** Who is answering, '' before. */
    agentName: text(limits.nameMax),
    /** Up to where the agent's side has received and read. */
    agentReceived: seq,
    agentRead: seq,
    /** Own marks, shared by all of the customer's tabs. */
    customerRead: seq,
    /** The place is kept without the customer waiting in person; null while they wait in person, are served, or are gone. */
    hold: maybe(hold),
    /** How a contact ended that nobody answered: never reached by calls, or sent away by its queue. */
    unanswered: maybe(oneOf('unreached', 'overflowed')),
    /** Why they wait still; null when not waiting. */
    waitingFor: maybe(waitingFor),
  }),
  /** The site and what it offers now. Always there. */
  site: record({
    name: bothLanguages,
    topics: list(record({ key: text(40), label: bothLanguages }), 50),
    /** Somebody is signed in who could answer. */
    staffed: flag,
    /** The customer's name as known, '' before. */
    customerName: text(limits.nameMax),
    attachmentBytesMax: whole(0),
    attachmentTypes: list(text(100), 50),
    /** The hub's public key for Web Push, base64url; null where it sends none. */
    pushKey: maybe(text(100)),
    /** What a customer may ask for now: nothing, voice, or voice and video; null is nothing. */
    calls: maybe(oneOf('none', 'audio', 'video')),
    /** Contacts begin with the bot. */
    bot: maybe(flag),
    /** The customer is known by a signed identity. */
    identified: maybe(flag),
    /** By its hours; and when it opens, null while it is open or nobody knows. */
    open: maybe(flag),
    opensAt: maybe(at),
    /** What customers are asked of a contact that is over. */
    survey: maybe(oneOf('csat', 'nps')),
    /** What is asked before a contact begins; null is the usual: name, topic and the first message. */
    form: maybe(list(siteFormField, 20)),
    /** Time zone of the hours, such as `Asia/Tokyo`; null where there are none. */
    zone: maybe(text(60)),
    /** Greets before a contact; null for the house's own words. */
    greeting: maybe(record({ en: text(200), ja: text(200) })),
  }),
  /** What the bot asks now. */
  question: visitQuestion,
  /** The call of the contact that the widget shows; absent while there is none and none is proposed. */
  call: visitCall,
  survey: visitSurvey,
} as const

/** List `desk`: an agent's own work. */
export const deskShapes = {
  me: record({
    agent: id('agent'),
    name: text(limits.nameMax),
    /** One of the built-in roles, or of the company's own. */
    role: text(40),
    /** What the role may do; the hub decides, screens only hide what is refused anyway. */
    rights: list(text(40), 50),
    status: presenceStatus,
    reason: text(40),
    since: at,
    capacityUnits: whole(0),
    usedUnits: whole(0),
    /** The 30 that may be configured, and the hub's own for an offer that rang out. */
    reasons: list(record({ key: text(40), label: bothLanguages }), 31),
    attachmentBytesMax: whole(0),
    attachmentTypes: list(text(100), 50),
    /** Whether calls can be carried now; null is no. */
    calls: maybe(flag),
    /** Version of the configuration in force: what was asked of it once is asked again when it moves. */
    configuration: maybe(whole(0)),
  }),
  call: deskCall,
  offer: record({
    offer: id('offer'),
    epoch: whole(0),
    contact: id('contact'),
    channel: text(20),
    queue: bothLanguages,
    customerName: text(limits.nameMax),
    topic: bothLanguages,
    /** The customer's first words, shortened. */
    preview: text(200),
    madeAt: at,
    deadline: at,
    enqueuedAt: at,
    /** The customer has left a message, or is called once this is accepted; null for one who waits in person. */
    hold: maybe(oneOf('message', 'call')),
    /** What tells most of it: its topic, numbers by which it is looked up. */
    fields: maybe(list(tellingField, 3)),
  }),
  contact: record({
    contact: id('contact'),
    phase: oneOf('active', 'wrapUp'),
    channel: text(20),
    queueId: id('queue'),
    queue: bothLanguages,
    customer: id('customer'),
    customerName: text(limits.nameMax),
    locale: oneOf('en', 'ja'),
    topic: bothLanguages,
    pageUrl: text(2_000),
    pageTitle: text(300),
    startedAt: at,
    /** Since when in this phase. */
    since: at,
    /** End of wrap-up; null when active. */
    until: maybe(at),
    customerOnline: flag,
    customerReceived: seq,
    customerRead: seq,
    /** The agent side's own mark, shared by all of the agent's windows. */
    agentRead: seq,
    /** Since when the customer waits for an answer; null when the last word was ours. */
    waitingSince: maybe(at),
    /** Earlier contacts of this customer. */
    earlier: whole(0),
    /** Until when the customer, who is being called, has to come; nothing can be said before. Null when they are not called. */
    calledUntil: maybe(at),
    /** The customer has left a message and is not waiting. */
    message: maybe(flag),
    /** An e-mail address or a telephone number that they left with it, as they wrote it. */
    reach: maybe(text(limits.reachMax)),
    /** Since when the talk is parked; null while it is not. */
    parked: maybe(at),
    /** Since when a message waits for a parked talk to have its units back; null while none does. */
    stirred: maybe(at),
    /** How the wrap-up ends, and how often it may still be made longer by how much; null when not in wrap-up. */
    wrapUp: maybe(
      record({ mode: oneOf('timed', 'untimed', 'optional'), extensionsLeft: whole(0), extensionMs: whole(0) }),
    ),
    /** What is known by field, with whose word it is. */
    fields: maybe(list(knownField, 100)),
    /** The customer is known by a signed identity. */
    identified: maybe(flag),
    /** By key, in the order in which they were put on it. */
    tags: maybe(list(text(40), tagsMax)),
  }),
  /** Something a supervisor did to this agent or to a contact of theirs, or a colleague told them; the last few, newest with the highest id. */
  notice: record({
    at,
    /** Offered to the agent, given to them by force, taken from them, waiting again for want of them, their presence, a note that names them, or a word to them. */
    act: oneOf('offered', 'given', 'taken', 'rescued', 'presence', 'mentioned', 'told'),
    byName: text(limits.nameMax),
    /** What it is about; null for a presence. */
    contact: maybe(id('contact')),
    customerName: text(limits.nameMax),
    /** The presence that was stated; null for an act on a contact. */
    status: maybe(presenceStatus),
    reason: text(40),
    /** The word to them; null for an act. */
    text: maybe(text(limits.noteMax)),
  }),
} as const

/** List `floor`: queues and colleagues, for transfers and the header. */
export const floorShapes = {
  queue: record({
    queue: id('queue'),
    name: bothLanguages,
    waiting: whole(0),
    /** Since when the longest waiting one waits; null when nobody waits. */
    longestSince: maybe(at),
    /** Signed in and connected, whatever they do. */
    staffed: whole(0),
    /** Could take one more now. */
    free: whole(0),
    dispositions: list(record({ key: text(40), label: bothLanguages }), 50),
    dispositionRequired: flag,
    /** By its hours, and when that changes; null when it does not. */
    open: maybe(flag),
    changesAt: maybe(at),
    /** The overflow rules that hold now, and where each leads: to a queue, or another way than waiting in person. */
    overflow: maybe(
      list(
        record({ name: text(limits.nameMax), queue: maybe(id('queue')), way: oneOf('', 'callBack', 'form', 'bot') }),
        10,
      ),
    ),
    /** What a newcomer is likely to wait; null where nobody is there to serve them. */
    waitP50Ms: maybe(whole(0)),
    waitP90Ms: maybe(whole(0)),
    /** A customer in talk who waits for an answer longer than this is late; null for the usual 180 s. */
    replyMs: maybe(whole(0)),
  }),
  agent: record({
    agent: id('agent'),
    name: text(limits.nameMax),
    status: presenceStatus,
    reason: text(40),
    since: at,
    /** Connected, available and with room for one more chat. */
    free: flag,
    /** Their line: there, gone for less than the grace, or none. */
    link: maybe(oneOf('connected', 'lost', 'none')),
    /** Since when; null without one. */
    linkSince: maybe(at),
    /** When the contacts of a lost agent go back to their queues; null for the rest. */
    graceUntil: maybe(at),
    queues: maybe(list(id('queue'), 500)),
    /** How many contacts they are offered or hold. */
    contacts: maybe(whole(0)),
    usedUnits: maybe(whole(0)),
    capacityUnits: maybe(whole(0)),
  }),
  /**
   * A contact that nobody has answered yet, of the reader's own queues (supervisors: of all), the first 200 of each queue.
   * Its place is its number among the queue's items by `order`; nobody else's item changes when one comes or goes.
   */
  waiting: record({
    contact: id('contact'),
    queue: id('queue'),
    /** Smaller is served first; says nothing else. */
    order: whole(0),
    customerName: text(limits.nameMax),
    topic: bothLanguages,
    channel: text(20),
    enqueuedAt: at,
    /** `held`: the place is kept for a customer who does not wait in person; `left`: they left a message. */
    phase: oneOf('queued', 'held', 'left', 'offered', 'called', 'resting'),
    /** Whom it rings at, or who waits for its customer to come; '' for nobody. */
    offeredTo: text(limits.nameMax),
    /** The only one it may be offered to, '' for anybody. */
    onlyFor: text(limits.nameMax),
  }),
  /** Supervisors only: a contact that an agent has. */
  held: record({
    contact: id('contact'),
    agent: id('agent'),
    queue: id('queue'),
    customerName: text(limits.nameMax),
    topic: bothLanguages,
    channel: text(20),
    phase: oneOf('active', 'wrapUp'),
    /** Since when the agent has it. */
    since: at,
    parked: maybe(at),
  }),
  /** How many contacts a site's bot has now; only of sites that have one. */
  bot: record({ name: bothLanguages, contacts: whole(0) }),
  /** For who leads the floor: how today goes at a queue. Levels in permille, of today and of the last 30 minutes; null of nothing. */
  queueDay: record({
    queue: id('queue'),
    answered: whole(0),
    abandoned: whole(0),
    level: maybe(whole(0, 1_000)),
    levelNow: maybe(whole(0, 1_000)),
    /** So many percent are to be answered within so many seconds. */
    levelSeconds: whole(0),
    levelPercent: whole(0, 100),
    /** Waits that each level is a share of, so that levels of several queues can be told as one. */
    levelOf: whole(0),
    levelNowOf: whole(0),
  }),
  /** For who leads the floor: an agent's skills, and their day so far. */
  agentDay: record({
    agent: id('agent'),
    skills: list(record({ name: text(40), level: whole(1, 5) }), 100),
    /** With contacts, and ready without one. */
    workMs: whole(0),
    readyMs: whole(0),
    occupancyPermille: maybe(whole(0, 1_000)),
  }),
  /** For who leads the floor: a threshold that a queue is beyond. Waits in seconds, the level in percent. */
  alert: record({
    rule: text(40),
    queue: id('queue'),
    measure: oneOf('waiting', 'longestWait', 'expectedWait', 'levelNow', 'staffed', 'free'),
    bound: whole(0),
    isAbove: flag,
    value: whole(0),
    since: at,
    /** Names of those who said that they have seen it. */
    seenBy: list(text(limits.nameMax), 5),
  }),
} as const
