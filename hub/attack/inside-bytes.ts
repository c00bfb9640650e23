/**
 * Hostile bytes into the handler of welcomed connections, tens of thousands of times: damaged frames, lying lengths,
 * values of other types (junk.ts). The handler never throws, the floor stays sound, nobody else notices anything.
 */
import { checkFloor } from '../acd/index.ts'
import { encode, frameKinds, hints, protocolVersions, requests, type HintVerb, type Verb } from '../protocol/index.ts'
import type { Chance } from '../sim/chance.ts'
import { Chance as Dice } from '../sim/chance.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { castOf, parts, words, type Cast, type Part } from './inside-cast.ts'
import { queueKeys, queueOf } from './inside-hub.ts'
import type { Line } from './inside-line.ts'
import { mischiefs } from './junk.ts'

const attackers: readonly Part[] = ['visitor', 'otherSite', 'agent', 'colleague', 'supervisor', 'administrator']
/** Lines at once; whichever the hub closes is opened anew. */
const linesAtOnce = 150
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
  const before = prototypes()
  const timing = { longestMs: 0, calls: 0 }
  const began = performance.now()
  while (timing.calls < calls) {
    const cast = await castOf('agent', 'active', chance.between(1, 1_000_000))
    try {
      const until = Math.min(calls, timing.calls + callsPerScene)
      while (timing.calls < until) await round(cast, chance, chances, timing)
    } finally {
      cast.place.close()
    }
    if (prototypes() !== before) throw new Error('a prototype was changed')
  }
  const heapMb = Math.round(process.memoryUsage().heapUsed / 1024 / 1024)
  const microseconds = Math.round(((performance.now() - began) * 1_000) / timing.calls)
  return chances.result([
    `${timing.calls} calls, ${microseconds} µs each with all that follows; the longest call took ${timing.longestMs.toFixed(1)} ms; heap at the end ${heapMb} MB`,
  ])
}

export const hostileBytesAttack: Attack = {
  what: 'damaged and invented frames into the handlers of welcomed connections',
  run: (seed, size) => hostileBytes(seed, size === 'long' ? 1_000_000 : 100_000),
}

interface Timing {
  longestMs: number
  calls: number
}

const open = new WeakMap<Cast, { readonly line: Line; readonly part: Part }[]>()

async function round(cast: Cast, chance: Chance, chances: Chances, timing: Timing): Promise<void> {
  const { place } = cast
  const lines = (open.get(cast) ?? []).filter(({ line }) => line.closedWith === null)
  chances.count('lines closed by the hub', (open.get(cast)?.length ?? 0) - lines.length)
  while (lines.length < linesAtOnce) lines.push(newLine(cast, chance))
  open.set(cast, lines)
  await place.settle()
  for (const { line, part } of lines) {
    if (line.heard.length === 0) chances.count('said before the hello')
    // Two in a row: what the first one set off may be under way when the second comes.
    for (let frames = chance.between(1, 2); frames > 0 && line.closedWith === null; frames--) {
      const real = realFrame(cast, chance, part)
      const kind = chance.hits(0.3) ? 'real frames' : chance.pick(Object.keys(mischiefs))
      const bytes = mischiefs[kind]!(chance, real, realFrame(cast, chance, chance.pick(attackers)))
      chances.count(kind)
      say(line, bytes, kind, timing)
    }
  }
  await place.settle()
  for (const { line } of lines) {
    for (const [kind] of line.frames())
      if (kind === frameKinds.reply) chances.count('requests done')
      else if (kind === frameKinds.refusal) chances.count('requests refused')
    line.forget()
  }
  await bystandersAreFine(cast, chances)
  await place.pass(chance.between(50, 1_500))
  for (const line of [...parts.map((part) => cast.lines[part]), ...cast.others]) line.beat()
}

/** Most say who they are first. */
function newLine({ place, known }: Cast, chance: Chance): { readonly line: Line; readonly part: Part } {
  const part = chance.pick(attackers)
  const { actor, origin } = known[part]
  const line = place.knock(origin)
  if (chance.hits(0.9)) line.hello(place.tickets.issue(actor, origin)!)
  return { line, part }
}

function say(line: Line, bytes: Uint8Array, kind: string, timing: Timing): void {
  const began = performance.now()
  try {
    line.say(bytes)
  } catch (error) {
    throw new Error(`the handler threw at ${kind}: ${Buffer.from(bytes.subarray(0, 200)).toString('hex')}`, {
      cause: error,
    })
  }
  timing.calls += 1
  timing.longestMs = Math.max(timing.longestMs, performance.now() - began)
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
  const bodies = plausible(cast, chance, part)
  const drawn = chance.pick([...Object.keys(requests), ...Object.keys(hints), 'hello', 'beat', 'bye'])
  // What ends things is rare, or nothing is left to be damaged.
  const ending = ['contact.end', 'contact.close', 'hello', 'bye'].includes(drawn)
  const verb = ending && chance.hits(0.8) ? 'message.send' : drawn
  if (verb === 'hello')
    return encode([frameKinds.hello, protocolVersions, chance.word(43), [[cast.own, 3]], [['desk', 1, 2]]])
  if (verb === 'beat' || verb === 'bye') return encode([frameKinds[verb]])
  const body = bodies[verb as Verb | HintVerb]
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
  const { name, topic, text, locale, pageUrl, pageTitle } = words(chance.pick(queueKeys))
  const toQueue = chance.hits(0.5)
  return {
    'contact.start': [name, topic, text, locale, pageUrl, pageTitle],
    'contact.end': [contact],
    'contact.close': [contact],
    'contact.transfer': [contact, toQueue ? queueOf(chance.pick(queueKeys)) : null, toQueue ? null : 'agt_ben', 'note'],
    'contact.wrapUp': [contact, '', 'note'],
    'contact.earlier': [contact, 10],
    'contact.read': [contact, cast.earlier, 0, 20],
    'message.send': [contact, chance.word(12), chance.hits(0.2) ? [cast.ownFile] : []],
    'message.mark': [contact, chance.between(0, 20), chance.between(0, 20)],
    'message.typing': [contact, chance.hits(0.5)],
    'offer.accept': [offer, epoch],
    'offer.decline': [offer, epoch],
    'presence.set': [chance.pick(['available', 'available', 'away', 'offline']), ''],
  }
}

/** What a polluted prototype would show. */
const prototypes = (): string =>
  [Object.prototype, Array.prototype, String.prototype, Function.prototype, Uint8Array.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join(' '))
    .join('\n')
