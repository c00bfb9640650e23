/**
 * Real frames to damage: at least one of everything a client may say and of every item, entry and reply that the hub has
 * told in a scene at the counter. What the registry gains is in here by itself, or the corpus says that it is missing.
 */
import { makeId } from '../model/ids.ts'
import { decode, frameKinds, hints, requests, topics, type HubFrame } from '../protocol/index.ts'
import { Chance } from '../sim/chance.ts'
import { attackers, clientFrame, saidByClients } from './inside-bytes.ts'
import { castOf, parts, words, type Cast } from './inside-cast.ts'
import { clubKey } from './inside-hub.ts'

/** Frames by the family they are of: `message.send`, `entries`, `desk.offer`, ... */
export interface Corpus {
  readonly fromClients: Readonly<Record<string, readonly Uint8Array[]>>
  readonly fromHub: Readonly<Record<string, readonly Uint8Array[]>>
}

/** Frames kept of each family. */
const keptMax = 12

/** Sets scenes and keeps what is said. Throws when a verb, a hint or an item of a list never was. */
export async function corpusOf(seed: number): Promise<Corpus> {
  const chance = new Chance(seed)
  const fromClients: Record<string, Uint8Array[]> = {}
  const fromHub: Record<string, Uint8Array[]> = {}
  const keep = (kept: Record<string, Uint8Array[]>, family: string, bytes: Uint8Array): void => {
    const frames = (kept[family] ??= [])
    if (frames.length < keptMax) frames.push(Uint8Array.from(bytes))
  }
  for (const phase of ['offered', 'active', 'wrapUp'] as const) {
    const cast = await castOf('agent', phase, seed, true)
    try {
      for (const verb of saidByClients)
        for (const part of attackers) keep(fromClients, verb, clientFrame(cast, chance, part, verb))
      for (const bytes of await heardIn(cast)) for (const family of familiesOf(bytes)) keep(fromHub, family, bytes)
    } finally {
      cast.place.close()
    }
  }
  const items = Object.entries(topics).flatMap(([topic, kinds]) => Object.keys(kinds).map((kind) => `${topic}.${kind}`))
  const wanted = [...items, 'welcome', 'reply', 'refusal', 'entries', 'beaten', 'message.typing', 'call.told']
  const missing = [
    ...[...Object.keys(requests), ...Object.keys(hints)].filter((verb) => fromClients[verb] === undefined),
    ...wanted.filter((family) => fromHub[family] === undefined),
  ]
  if (missing.length > 0) throw new Error(`no real frame of ${missing.join(', ')}`)
  return { fromClients, fromHub }
}

/** What everybody is told when all come back and some of them talk. */
async function heardIn(cast: Cast): Promise<readonly Uint8Array[]> {
  const { place, known, lines, own } = cast
  const again = await Promise.all(parts.map((part) => place.line(known[part])))
  const { visitor, agent } = lines
  for (const line of [visitor, agent]) {
    await line.ask('message.send', { contact: own, text: '窓口 😀', attachments: [cast.ownFile] })
    line.hint('message.typing', { contact: own, on: true })
    line.beat()
  }
  await visitor.ask('call.propose', { contact: own, media: 'video' })
  await agent.ask('call.answer', { contact: own, accept: true })
  visitor.hint('call.ask', { contact: own, n: 1, request: '{"verb":"capabilities"}' })
  await place.settle()
  await lines.supervisor.ask('agent.force', { agent: makeId('agent', 'ann'), status: 'away', reason: '' })
  await agent.ask('contact.why', { contact: own })
  await agent.ask('agent.figures', { from: 0 })
  await agent.ask('contact.earlier', { contact: own, limit: 10 })
  await agent.ask('contact.read', { contact: own, earlier: cast.earlier, after: 0, limit: 20 })
  await lines.otherSite.ask('contact.start', words(''))
  const member = await place.line(place.visitor(clubKey))
  await member.ask('contact.start', words(''))
  await place.settle()
  return [...again, ...Object.values(lines), ...cast.others, member].flatMap(({ heard }) => heard)
}

const nameOf = (kind: number): string =>
  Object.entries(frameKinds).find(([, number]) => number === kind)?.[0] ?? String(kind)

/** A frame of a list is of as many families as it has kinds of items. */
function familiesOf(bytes: Uint8Array): readonly string[] {
  const frame = decode(bytes) as HubFrame
  switch (frame[0]) {
    case frameKinds.snapshot:
    case frameKinds.delta:
      return frame[3].map(([kind]) => `${frame[1]}.${kind}`)
    case frameKinds.hinted:
      return [frame[1]]
    default:
      return [nameOf(frame[0])]
  }
}
