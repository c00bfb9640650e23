/**
 * Hostile bytes into the handler of welcomed connections, tens of thousands of times: damaged frames, lying lengths,
 * values of other types (junk.ts). The handler never throws, the floor stays sound, nobody else notices anything.
 */
import { checkFloor, contactOf } from '../acd/index.ts'
import { verifyChain } from '../app/audit-chain.ts'
import { encode, frameKinds, hints, protocolVersions, requests, type HintVerb, type Verb } from '../protocol/index.ts'
import type { Chance } from '../sim/chance.ts'
import { Chance as Dice } from '../sim/chance.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { castOf, parts, words, type Cast, type Part } from './inside-cast.ts'
import { queueKeys, queueOf } from './inside-hub.ts'
import type { Line } from './inside-line.ts'
import { mischiefs } from './junk.ts'
import { watchPrototypes } from './prototypes.ts'
import { bytesInUse, Stopwatch } from './steady.ts'

export const attackers: readonly Part[] = ['visitor', 'otherSite', 'agent', 'colleague', 'supervisor', 'administrator']
/** Lines at once; whichever the hub closes is opened anew. */
const linesAtOnce = 150
/** Of these, in each round, one frame with all that it sets off is timed. */
const timedAlone = 5
/** What two thirds of the calls may leave behind, bytes. */
const grownMax = 2 * 1024 * 1024
/** How often what is in use is counted at most: that takes a second or more, and the engine a picture of all it holds. */
const countedMax = 9
/** A new counter now and then: new ids, and logs that stay short. */
const callsPerScene = 5_000

const planned = [
  ...Object.keys(mischiefs),
  'said before the hello',
  'lines closed by the hub',
  'requests done',
  'requests refused',
  'words of bystanders that arrived',
]

/** Runs the attack with about this many calls. Throws at the first broken promise. */
export async function hostileBytes(seed: number, calls: number): Promise<AttackResult> {
  const chances = new Chances(planned)
  const chance = new Dice(seed)
  const prototypesAreWhole = watchPrototypes()
  const timing: Timing = { each: new Stopwatch(), whole: new Stopwatch(), calls: 0 }
  const began = performance.now()
  const inUse: number[] = []
  const countEvery = Math.ceil(calls / callsPerScene / countedMax)
  for (let scenes = 1; timing.calls < calls; scenes++) {
    await scene(Math.min(calls, timing.calls + callsPerScene), chance, chances, timing)
    prototypesAreWhole()
    if (scenes % countEvery === 0) inUse.push(bytesInUse())
  }
  // Every scene is a hub of its own: all that one leaves behind is a leak.
  const third = Math.ceil(inUse.length / 3)
  const grown = Math.min(...inUse.slice(-third)) - Math.min(...inUse.slice(0, third))
  if (grown > grownMax) throw new Error(`${grown} bytes were left behind by ${timing.calls} calls`)
  const microseconds = Math.round(((performance.now() - began) * 1_000) / timing.calls)
  return chances.result([
    `${timing.calls} calls, ${microseconds} µs each with all that follows`,
    `each call: ${timing.each.report()}`,
    `with all that follows: ${timing.whole.report()}`,
    `heap ${Math.round(grown / 1024)} kB larger in the last third than in the first`,
  ])
}

/** A hub of its own, until so many calls were made in all. */
async function scene(until: number, chance: Dice, chances: Chances, timing: Timing): Promise<void> {
  const cast = await castOf('agent', 'active', chance.between(1, 1_000_000), true)
  try {
    while (timing.calls < until && (await round(cast, chance, chances, timing)));
  } finally {
    cast.place.close()
  }
}

export const hostileBytesAttack: Attack = {
  what: 'damaged and invented frames into the handlers of welcomed connections',
  run: (seed, size) => hostileBytes(seed, size === 'long' ? 1_000_000 : 100_000),
}

/** What is timed: each call by itself, and some with everything that they set off. */
interface Timing {
  readonly each: Stopwatch
  readonly whole: Stopwatch
  calls: number
}

const open = new WeakMap<Cast, Attacker[]>()

/** False when the scene is over: a supervisor among the attackers has moved the bystanders' talk, as they may. */
async function round(cast: Cast, chance: Chance, chances: Chances, timing: Timing): Promise<boolean> {
  const { place } = cast
  const lines = (open.get(cast) ?? []).filter(({ line }) => line.closedWith === null)
  chances.count('lines closed by the hub', (open.get(cast)?.length ?? 0) - lines.length)
  while (lines.length < linesAtOnce) lines.push(newLine(cast, chance))
  open.set(cast, lines)
  await place.settle()
  const draw = (part: Part): readonly [string, Uint8Array] => {
    const kind = chance.hits(0.3) ? 'real frames' : chance.pick(Object.keys(mischiefs))
    chances.count(kind)
    const other = realFrame(cast, chance, chance.pick(attackers))
    return [kind, mischiefs[kind]!(chance, realFrame(cast, chance, part), other)]
  }
  for (const attacker of lines) {
    const { line, part } = attacker
    if (line.heard.length === 0) chances.count('said before the hello')
    // Two in a row: what the first one set off may be under way when the second comes.
    for (let frames = chance.between(1, 2); frames > 0 && line.closedWith === null; frames--) {
      const [kind, bytes] = draw(part)
      say(cast, attacker, bytes, kind, timing)
    }
  }
  await place.settle()
  for (const attacker of lines.filter(({ line }) => line.closedWith === null).slice(0, timedAlone)) {
    const [kind, bytes] = draw(attacker.part)
    await sayAlone(cast, attacker, bytes, kind, timing)
  }
  await place.settle()
  for (const { line } of lines) {
    for (const [kind] of line.frames())
      if (kind === frameKinds.reply) chances.count('requests done')
      else if (kind === frameKinds.refusal) chances.count('requests refused')
    line.forget()
  }
  if (isTalkMoved(cast)) {
    chances.count('talks of bystanders moved by a supervisor')
    return false
  }
  await bystandersAreFine(cast, chances)
  await place.pass(chance.between(50, 1_500))
  for (const line of [...parts.map((part) => cast.lines[part]), ...cast.others]) line.beat()
  return true
}

/** Throws when it was moved and no record says by whom. */
function isTalkMoved({ place, foreign, known }: Cast): boolean {
  const state = contactOf(place.hub.live.floor, foreign.active)?.state
  const { actor } = known.stranger
  if (state?.phase === 'active' && actor.kind === 'agent' && state.agent === actor.agent) return false
  let isRecorded = false
  verifyChain(place.store, {
    each: ({ act, object }) => (isRecorded ||= actsThatMove.has(act) && object === foreign.active),
  })
  if (!isRecorded) throw new Error('the talk of bystanders was moved, and no record says by whom')
  return true
}

const actsThatMove: ReadonlySet<string> = new Set(['contact.assigned', 'contact.takenOver'])

interface Attacker {
  readonly line: Line
  readonly part: Part
}

/** Most say who they are first. */
function newLine(cast: Cast, chance: Chance): Attacker {
  const part = chance.pick(attackers)
  return { line: chance.hits(0.9) ? welcome(cast, part) : cast.place.knock(cast.known[part].origin), part }
}

function welcome({ place, known }: Cast, part: Part): Line {
  const { actor, origin } = known[part]
  const line = place.knock(origin)
  line.hello(place.tickets.issue(actor, origin)!)
  return line
}

function say(cast: Cast, { line, part }: Attacker, bytes: Uint8Array, kind: string, timing: Timing): void {
  const what = (): string => `${kind}: ${Buffer.from(bytes.subarray(0, 200)).toString('hex')}`
  const on = (one: Line) => (): void => {
    try {
      one.say(bytes)
    } catch (error) {
      throw new Error(`the handler threw at ${what()}`, { cause: error })
    }
  }
  // Made again, it comes on a line of its own, as the first may be closed.
  timing.each.time(on(line), () => on(welcome(cast, part))(), what)
  timing.calls += 1
}

/** One frame alone, until nothing is left to do for it. */
async function sayAlone(
  cast: Cast,
  attacker: Attacker,
  bytes: Uint8Array,
  kind: string,
  timing: Timing,
): Promise<void> {
  const { place } = cast
  await timing.whole.timeAll(
    () => {
      say(cast, attacker, bytes, kind, timing)
      return place.settle()
    },
    () => {
      attacker.line.say(bytes)
      return place.settle()
    },
    () => `${kind}, with all that follows: ${Buffer.from(bytes.subarray(0, 200)).toString('hex')}`,
  )
}

/** What two who take no part in it can still do: talk, each message once and in order. */
async function bystandersAreFine({ place, lines, others, foreign }: Cast, chances: Chances): Promise<void> {
  if (place.fatal.length > 0) throw new Error('the hub found an invariant broken', { cause: place.fatal[0] })
  const complaints = place.log.filter((line) => line.startsWith('error'))
  if (complaints.length > 0) throw new Error(`the hub complained: ${complaints.join('; ')}`)
  const broken = checkFloor(place.hub.live.floor, place.clock.now())
  if (broken.length > 0) throw new Error(`the floor is broken: ${broken.join('; ')}`)
  const said = `bystander ${place.clock.elapsedMs} ${place.chance.word(8)}`
  lines.stranger.forget()
  const outcome = await lines.otherVisitor.ask(
    'message.send',
    { contact: foreign.active, text: said, attachments: [] },
    place.chance.word(20),
  )
  if (outcome !== 'done') throw new Error(`a bystander's message was not taken: ${outcome}`)
  const heard = lines.stranger.heard.filter((bytes) => Buffer.from(bytes).includes(said)).length
  if (heard !== 1) throw new Error(`a bystander's message arrived ${heard} times`)
  chances.count('words of bystanders that arrived')
  for (const line of [...parts.map((part) => lines[part]), ...others]) {
    if (line.closedWith !== null) throw new Error(`a bystander's line was closed with ${line.closedWith}`)
    line.forget()
  }
}

/** What a client of this actor might send now, with ids that exist: their own, strangers', and those of offers that ring. */
function realFrame(cast: Cast, chance: Chance, part: Part): Uint8Array {
  const drawn = chance.pick(saidByClients)
  // What ends things is rare, or nothing is left to be damaged.
  const ending = ['contact.end', 'contact.close', 'hello', 'bye'].includes(drawn)
  const verb = ending && chance.hits(0.8) ? 'message.send' : drawn
  return clientFrame(cast, chance, part, verb)
}

/** Everything that a client may say: verbs, hints and the other kinds of frames. */
export const saidByClients: readonly string[] = [
  ...Object.keys(requests),
  ...Object.keys(hints),
  'hello',
  'beat',
  'bye',
]

/** A frame of this verb or kind as a client might send it now. */
export function clientFrame(cast: Cast, chance: Chance, part: Part, verb: string): Uint8Array {
  if (verb === 'hello')
    return encode([frameKinds.hello, protocolVersions, chance.word(43), [[cast.own, 3]], [['desk', 1, 2]]])
  if (verb === 'beat' || verb === 'bye') return encode([frameKinds[verb]])
  const body = plausible(cast, chance, part)[verb as Verb | HintVerb]
  if (verb in hints) return encode([frameKinds.hint, verb, body])
  // Few ids, so that some are used twice.
  return encode([frameKinds.request, `q${chance.between(1, 20_000)}`, verb, body])
}

function plausible(cast: Cast, chance: Chance, part: Part): Readonly<Record<Verb | HintVerb, readonly unknown[]>> {
  const line = cast.lines[part]
  const shown = [...line.items('desk', 'contact'), ...line.items('visit', 'contact')].map(({ contact }) => contact)
  const contact = chance.pick([cast.own, cast.own, cast.earlier, ...Object.values(cast.foreign), ...shown, ...shown])
  const offers = [...line.items('desk', 'offer'), cast.foreignOffer]
  const { offer, epoch } = chance.pick(offers)
  // A supervisor may take any talk: that of the bystanders is named by accident alone.
  const moved = contact === cast.foreign.active ? cast.own : contact
  const { name, topic, text, locale, pageUrl, pageTitle } = words(chance.pick(queueKeys))
  const toQueue = chance.hits(0.5)
  const beforehand = chance.hits(0.3) ? [['order.id', chance.word(8), 'default', 'attribute']] : null
  return {
    'contact.start': [name, topic, text, locale, pageUrl, pageTitle, beforehand, chance.pick([null, 'orders'])],
    'contact.call': [
      name,
      topic,
      chance.hits(0.5) ? text : '',
      locale,
      pageUrl,
      pageTitle,
      chance.pick(['audio', 'video']),
      beforehand,
      null,
    ],
    'call.propose': [contact, chance.pick(['audio', 'video'])],
    'call.answer': [contact, chance.hits(0.7)],
    'call.end': [contact],
    'call.set': [contact, chance.hits(0.5), chance.hits(0.5), null],
    'call.consent': [contact, chance.hits(0.5)],
    'call.hold': [contact, chance.hits(0.5)],
    'call.invite': [contact, chance.pick(['agt_ben', 'agt_sue', 'agt_nobody']), chance.pick(['consult', 'talk'])],
    'call.remove': [contact, chance.pick(['agt_ben', 'agt_nobody'])],
    'call.merge': [contact],
    'call.handOver': [moved, chance.pick(['agt_ben', 'agt_nobody'])],
    'call.listen': [contact, chance.pick(['monitor', 'whisper', 'barge'])],
    'call.record': [contact, chance.hits(0.5)],
    'call.ask': [
      contact,
      chance.between(0, 99),
      chance.pick(['{"verb":"capabilities"}', '{', '7', '{"verb":"dance"}']),
    ],
    'call.told': [contact, null, '{}'],
    'contact.leave': [name, topic, text, locale, pageUrl, pageTitle, chance.word(12), beforehand, null],
    'contact.hold': [contact],
    'contact.prefill': [contact, beforehand ?? []],
    'flow.answer': plausibleAnswer(contact, chance),
    'flow.person': [contact],
    'contact.resume': [contact],
    'contact.end': [contact],
    'contact.close': [contact],
    'contact.transfer': [contact, toQueue ? queueOf(chance.pick(queueKeys)) : null, toQueue ? null : 'agt_ben', 'note'],
    'contact.wrapUp': [contact, '', 'note'],
    'contact.pull': [contact],
    'contact.park': [contact],
    'contact.extendWrapUp': [contact],
    'contact.assign': [moved, chance.pick(['agt_ben', 'agt_sue', 'agt_nobody']), chance.hits(0.5)],
    'contact.takeOver': [moved],
    'contact.note': [contact, chance.word(12), chance.hits(0.3) ? ['agt_ben'] : []],
    'contact.setField': [contact, chance.pick(['order.id', '__proto__', 'card.number']), chance.word(12)],
    'customer.card': [contact],
    'customer.change': [contact, chance.word(8), chance.word(8), chance.word(8), chance.word(8), chance.word(8)],
    'contact.search': [chance.pick(['hello', 'ｱ', chance.word(8)]), null, 10],
    'knowledge.search': [chance.word(8), 'ja', 3],
    'contact.tag': [contact, chance.pick([[], ['late'], ['nothing']])],
    'reply.list': [],
    'reply.keep': [chance.pick(['hours', 'a b', '__proto__', chance.word(8)]), chance.pick(['', chance.word(12)])],
    'contact.why': [contact],
    'agent.figures': [chance.between(0, 9_000_000_000_000)],
    'agent.force': [chance.pick(['agt_ann', 'agt_nobody']), chance.pick(['available', 'away']), ''],
    'agent.tell': [chance.pick(['agt_bill', 'agt_ben', 'agt_nobody']), chance.word(12)],
    'agent.rules': [
      chance.pick(['agt_bill', 'agt_nobody']),
      [queueOf(chance.pick(queueKeys))],
      [[chance.word(4), chance.between(1, 5)]],
    ],
    'alert.seen': [chance.word(8)],
    'contact.watch': [contact, chance.hits(0.7)],
    'agent.rescue': [chance.pick(['agt_bill', 'agt_nobody'])],
    'contact.earlier': [contact, 10],
    'contact.read': [contact, cast.earlier, 0, 20],
    'message.send': [contact, chance.word(12), chance.hits(0.2) ? [cast.ownFile] : []],
    'message.mark': [contact, chance.between(0, 20), chance.between(0, 20)],
    'message.typing': [contact, chance.hits(0.5)],
    'offer.lost': [offer],
    'offer.accept': [offer, epoch],
    'offer.decline': [offer, epoch],
    'presence.set': [chance.pick(['available', 'available', 'away', 'offline']), ''],
    'survey.answer': [contact, chance.between(0, 10), chance.word(12)],
    'visit.earlier': [10],
    'visit.read': [contact, 0, 20],
    'push.subscribe': [contact, `https://push.example/${chance.word(8)}`, chance.word(87), chance.word(22)],
  }
}

/** One way of answering, of a question that may be asked. */
function plausibleAnswer(contact: string, chance: Chance): readonly unknown[] {
  const ways = [
    [chance.word(8), null, null],
    [null, chance.pick(['yes', 'status']), null],
    [null, null, [['order.id', chance.word(8)]]],
  ]
  return [contact, chance.between(1, 4), ...chance.pick(ways)]
}
