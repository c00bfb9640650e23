/**
 * The hub is killed under a call, again and again (P14): customer and agent, each with a page of a real browser, hear each
 * other all the while, and the hub that starts in its place finds the call again: it holds the customer and lets them back.
 * Then the media process is killed, and both hear each other again by the next one.
 */
import { callDoor, type HubClient } from '../client/index.ts'
import { demoPeople, demoSiteKey } from '../demo.ts'
import type { Actor } from '../http/door.ts'
import { makeId, type ContactId, type LegId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { Violation } from '../sim/checks.ts'
import { Chance } from '../sim/chance.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { LegPage, nowMs, openListeningBrowser, type LegDoor } from './media-legs.ts'
import { workerBin } from './media-house.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'

export interface HubKillsPlan {
  readonly seed: number
  readonly kills: number
  /** Of the media process. */
  readonly mediaKills: number
}

const silenceMsMax = 1_000
/** A hub that has lived this long is started again at once; see the launcher. */
const livesMs = 2_000
/** So long after a hub has come back nothing may be heard of it either. */
const afterwardsMs = 1_000
const hearWithinMs = 20_000
/** The launcher starts it again at once when it has lived for a while; its worker and the calls need another second. */
const mediaBackMsMax = 10_000
const tones = { customer: 1_500, agent: 2_200 } as const

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function hubKills({ seed, kills, mediaKills }: HubKillsPlan): Promise<AttackResult> {
  const bin = workerBin()
  if (bin === null) throw new Error('There is no media worker: `npm start` gets one.')
  const hub = await startRealHub({ MADOGUCHI_WORKER_BIN: bin })
  const stage = new RealStage(hub, seed, 1)
  const browser = await openListeningBrowser()
  const chance = new Chance(seed)
  const chances = new Chances(['hub kills', 'calls that went on', 'holds by the hub that came', 'media process kills'])
  const silencesMs: number[] = []
  const awayMs: number[] = []
  const people = [agentOf(stage), customerOf(stage)] as const
  try {
    const talk = await beginTalk(...people, [await LegPage.open(browser), await LegPage.open(browser)])
    for (let kill = 0; kill < kills; kill++) {
      await Promise.all(talk.pages.map((page) => page.listenAnew()))
      await lives(chance)
      const killedAt = nowMs()
      hub.kill()
      chances.count('hub kills')
      await hub.serving()
      await until(() => people.every(({ state }) => state.kind === 'online'))
      awayMs.push(nowMs() - killedAt)
      const backAt = nowMs()
      await until(() => nowMs() - backAt > afterwardsMs)
      silencesMs.push(await longestSilence(talk.pages))
      chances.count('calls that went on')
      await holdAndLetBack(talk)
      chances.count('holds by the hub that came')
    }
    const backMs: number[] = []
    for (let kill = 0; kill < mediaKills; kill++) {
      await lives(chance)
      backMs.push(await killMedia(hub, talk))
      chances.count('media process kills')
    }
    return chances.result([
      `longest silence: p50 ${percentile(silencesMs, 0.5)} ms, longest ${percentile(silencesMs, 1)} ms`,
      `both back at the hub after p50 ${percentile(awayMs, 0.5)} ms, longest ${percentile(awayMs, 1)} ms`,
      `heard again after the media process was killed: p50 ${percentile(backMs, 0.5)} ms, longest ${percentile(backMs, 1)} ms`,
    ])
  } finally {
    for (const client of people) client.close()
    stage.end()
    await browser.close()
    await hub.stop()
    hub.remove()
  }
}

export const mediaHubKillsAttack: Attack = {
  what: 'the hub, and then the media process, is killed while people talk by voice',
  run: (seed, size) =>
    hubKills({ seed, ...(size === 'long' ? { kills: 20, mediaKills: 5 } : { kills: 2, mediaKills: 1 }) }),
}

interface Talk {
  readonly agent: HubClient
  readonly contact: ContactId
  /** Of the agent and of the customer. */
  readonly pages: readonly [LegPage, LegPage]
}

function agentOf(stage: RealStage): HubClient {
  const { agent, role, name, login } = demoPeople.find((person) => person.role === 'agent')!
  return connected(stage, {
    kind: 'agent',
    session: makeId('session', `agent-${login}`),
    agent,
    role,
    rights: new Set(rightsOf(role)),
    name,
  })
}

const customerOf = (stage: RealStage): HubClient =>
  connected(stage, { kind: 'visitor', session: makeId('session', 'carl'), site: demoSiteKey })

function connected(stage: RealStage, actor: Actor): HubClient {
  const { client } = stage.screen(actor, memoryOutbox())
  client.connect()
  return client
}

/** The customer calls, the agent takes the offer, and both hear each other. */
async function beginTalk(agent: HubClient, customer: HubClient, pages: Talk['pages']): Promise<Talk> {
  await until(() => agent.list('desk', 'me').size > 0 && customer.list('visit', 'site').size > 0)
  await agent.request('presence.set', { status: 'available', reason: '' }).done
  const { topics } = customer.list('visit', 'site').get('')!
  const { contact } = await customer.request('contact.call', {
    name: 'Carl',
    topic: topics[0]!.key,
    text: '',
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
    media: 'audio',
  }).done
  await until(() => agent.list('desk', 'offer').size > 0)
  const [offer] = agent.list('desk', 'offer').values()
  await agent.request('offer.accept', { offer: offer!.offer, epoch: offer!.epoch }).done
  const legOf = async (leg: () => LegId | null | undefined): Promise<LegId> => {
    await until(() => leg() != null)
    return leg()!
  }
  const legs = [
    await legOf(() => agent.list('desk', 'call').get(contact)?.leg),
    await legOf(() => customer.list('visit', 'call').get('')?.leg),
  ] as const
  const began = nowMs()
  await pages[0].join({ leg: legs[0], says: tones.agent, hears: tones.customer }, doorOf(agent, contact))
  await pages[1].join({ leg: legs[1], says: tones.customer, hears: tones.agent }, doorOf(customer, contact))
  await Promise.all(pages.map((page) => page.hearsAfter(began, hearWithinMs)))
  return { agent, contact, pages }
}

function doorOf(client: HubClient, contact: ContactId): LegDoor {
  const after = (ms: number, action: () => void): (() => void) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  }
  const door = callDoor(client, contact, { now: () => performance.now(), after })
  return {
    ask: (request) => door.ask(request) as ReturnType<LegDoor['ask']>,
    tellTo(told, back) {
      door.onEvent((news) => told(news as never))
      door.onBack(back)
    },
  }
}

async function longestSilence(pages: readonly LegPage[]): Promise<number> {
  const heard = await Promise.all(pages.map((page) => page.heard()))
  const longestMs = Math.max(...heard.map(({ longestSilenceMs }) => longestSilenceMs))
  if (longestMs > silenceMsMax)
    throw new Violation(`P14: silence of ${Math.round(longestMs)} ms while the hub was gone`)
  return longestMs
}

/** Lets what runs live for long enough that it is started again at once. */
async function lives(chance: Chance): Promise<void> {
  const quietMs = chance.between(livesMs, livesMs + 1_000)
  const since = nowMs()
  await until(() => nowMs() - since > quietMs)
}

/** How long it took until both heard each other again. */
async function killMedia(hub: RealHub, { pages }: Talk): Promise<number> {
  const killedAt = nowMs()
  process.kill(hub.mediaPid!, 'SIGKILL')
  const tookMs = Math.max(...(await Promise.all(pages.map((page) => page.hearsAfter(killedAt, hearWithinMs)))))
  if (tookMs > mediaBackMsMax)
    throw new Violation(`P15: heard again ${Math.round(tookMs)} ms after the media process died`)
  return tookMs
}

/** Only a hub that knows the call can do this. */
async function holdAndLetBack({ agent, contact, pages }: Talk): Promise<void> {
  await agent.request('call.hold', { contact, held: true }).done
  await until(async () => (await pages[1].heard()).since === null)
  const heldAt = nowMs()
  await agent.request('call.hold', { contact, held: false }).done
  await Promise.all(pages.map((page) => page.hearsAfter(heldAt, hearWithinMs)))
}
