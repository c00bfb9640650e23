/** Test support: a floor for the board, as large as asked for, with everything on it that a board tells apart. */
import type { FloorAgent, FloorAgentDay, FloorAlert, FloorQueue, FloorQueueDay } from '#protocol'
import type { FakeHub } from './fake-hub.ts'
import { agent, held, me, message, queue, waiting } from './scenes.ts'

const minute = 60_000
const id = <T>(text: string): T => text as T

const queueNames = [
  ['Orders', 'ご注文'],
  ['Delivery', '配送'],
  ['Returns', '返品・交換'],
  ['Invoices', '請求書・領収書'],
  ['Repairs', '修理受付'],
  ['Subscriptions', '定期便'],
  ['Wholesale', '法人のお客様'],
  ['Partners in the whole of Europe and Asia', '海外パートナー様専用の総合お問い合わせ窓口'],
] as const
const families = ['田中', '鈴木', 'Carter', '森', 'Schwarzenberger-Hohenstein', '勅使河原', '小林', 'Whitfield']
const given = ['美咲', '健太郎', 'Ben', '千恵', 'Maximiliane', '愛子', '直樹', 'James', 'さくら']
const topics = [
  { en: 'Delivery', ja: '配送について' },
  { en: 'An order', ja: 'ご注文について' },
  { en: '', ja: '' },
]
const of = <T>(all: readonly T[], at: number): T => all[at % all.length]!

export const personName = (at: number): string => `${of(families, at * 5)} ${of(given, at * 7)}`

export interface Crowd {
  readonly queues: number
  readonly agents: number
  readonly waiting: number
  readonly held: number
}

export function boardQueue(at: number, part: Partial<FloorQueue> = {}): FloorQueue {
  const [en, ja] = of(queueNames, at)
  const nth = at < queueNames.length ? '' : ` ${Math.floor(at / queueNames.length) + 1}`
  const waits = (at * 7) % 9
  return queue(
    `b${at}`,
    { en: en + nth, ja: ja + nth },
    {
      waiting: waits,
      longestSince: waits === 0 ? null : Date.now() - (((at * 137) % 23) + 1) * 31_000,
      staffed: 4 + (at % 9),
      free: at % 4,
      ...(at % 8 === 4 && {
        open: false,
        changesAt: Date.now() + 15 * 60 * minute,
        waiting: 0,
        longestSince: null,
        free: 0,
      }),
      ...(at % 8 === 1 && { overflow: [{ name: 'peak', queue: id<never>('que_b0'), way: '' as const }] }),
      ...part,
    },
  )
}

export function boardAgent(at: number, queues: number): FloorAgent {
  const status = at % 9 === 5 ? 'away' : at % 11 === 7 ? 'offline' : 'available'
  const isLost = at % 41 === 3
  const contacts = status === 'available' ? (at * 3) % 5 : 0
  return agent(`b${at}`, personName(at), {
    status: isLost ? 'offline' : status,
    reason: status === 'away' ? of(['lunch', 'training', ''], at) : '',
    since: Date.now() - ((at * 97) % 71) * 37_000,
    free: status === 'available' && !isLost && contacts < 3,
    queues: [id(`que_b${at % queues}`), id(`que_b${(at * 3 + 1) % queues}`)],
    contacts: isLost ? 2 : contacts,
    usedUnits: contacts * 25,
    ...(isLost && { link: 'lost' as const, linkSince: Date.now() - 20_000, graceUntil: Date.now() + 95_000 }),
  })
}

export const boardQueueDay = (at: number, part: Partial<FloorQueueDay> = {}): FloorQueueDay => ({
  queue: id(`que_b${at}`),
  answered: 40 + ((at * 31) % 200),
  abandoned: (at * 3) % 14,
  level: at % 8 === 4 ? null : 700 + ((at * 67) % 290),
  levelNow: at % 8 === 4 ? null : 620 + ((at * 83) % 370),
  levelSeconds: 20,
  levelPercent: 80,
  levelOf: at % 8 === 4 ? 0 : 40 + ((at * 31) % 200),
  levelNowOf: at % 8 === 4 ? 0 : 5 + ((at * 7) % 20),
  ...part,
})

const skillNames = ['lang.ja', 'lang.en', 'refunds', 'repairs']

export const boardAgentDay = (at: number): FloorAgentDay => ({
  agent: id(`agt_b${at}`),
  skills: skillNames
    .filter((_, nth) => (at + nth) % 3 !== 0)
    .map((name, nth) => ({ name, level: ((at + nth) % 5) + 1 })),
  workMs: ((at * 41) % 200) * minute,
  readyMs: ((at * 13) % 90) * minute,
  occupancyPermille: at % 11 === 7 ? null : 300 + ((at * 53) % 690),
})

/** Of three queues that need somebody to look. */
export const boardAlerts = (): readonly FloorAlert[] => {
  const alert = { rule: 'peak', isAbove: true, seenBy: [] }
  const now = Date.now()
  return [
    { ...alert, queue: id('que_b1'), measure: 'longestWait', bound: 300, value: 1_165, since: now - 9 * minute },
    {
      ...alert,
      queue: id('que_b5'),
      measure: 'waiting',
      bound: 5,
      value: 8,
      since: now - minute,
      seenBy: ['高橋 美咲'],
    },
    {
      ...alert,
      queue: id('que_b2'),
      measure: 'levelNow',
      bound: 80,
      value: 64,
      isAbove: false,
      since: now - 4 * minute,
    },
    { ...alert, queue: id('que_b7'), measure: 'free', bound: 1, value: 0, isAbove: false, since: now - 2 * minute },
  ]
}

/** Fills the floor. */
export function boardFloor(hub: FakeHub, crowd: Crowd): void {
  hub.put('desk', 'me', '', me({ role: 'supervisor' }))
  for (let at = 0; at < crowd.queues; at += 1) hub.put('floor', 'queue', `que_b${at}`, boardQueue(at))
  for (let at = 0; at < crowd.queues; at += 1) hub.put('floor', 'queueDay', `que_b${at}`, boardQueueDay(at))
  for (let at = 0; at < crowd.agents; at += 1) hub.put('floor', 'agentDay', `agt_b${at}`, boardAgentDay(at))
  hub.put('floor', 'agent', 'agt_ann', agent('ann', 'Ann', { queues: [id('que_b0')] }))
  for (let at = 0; at < crowd.agents; at += 1) hub.put('floor', 'agent', `agt_b${at}`, boardAgent(at, crowd.queues))
  for (let at = 0; at < crowd.waiting; at += 1)
    hub.put('floor', 'waiting', `cnt_wb${at}`, boardWaiting(at, crowd.queues))
  for (let at = 0; at < crowd.held; at += 1) hub.put('floor', 'held', `cnt_hb${at}`, boardHeld(at, crowd))
}

export const boardWaiting = (at: number, queues: number): ReturnType<typeof waiting> =>
  waiting(`b${at}`, at % 13 === 6 ? '' : personName(at + 3), {
    queue: id(`que_b${at % queues}`),
    order: at,
    topic: of(topics, at),
    enqueuedAt: Date.now() - ((at * 53) % 97) * 7_000,
    ...(at % 6 === 1 && { phase: 'offered' as const, offeredTo: personName(at) }),
    ...(at % 17 === 2 && { phase: 'held' as const }),
  })

export const boardHeld = (at: number, { agents, queues }: Crowd): ReturnType<typeof held> =>
  held(`b${at}`, personName(at + 5), {
    agent: id(`agt_b${at % agents}`),
    queue: id(`que_b${at % queues}`),
    channel: of(['chat', 'chat', 'voice', 'video'], at),
    topic: of(topics, at + 1),
    since: Date.now() - ((at * 61) % 113) * 11_000,
    ...(at % 9 === 4 && { phase: 'wrapUp' as const }),
    ...(at % 14 === 3 && { parked: Date.now() - 3 * minute }),
  })

/** A floor that a page can hold at once. */
export const usualCrowd: Crowd = { queues: 14, agents: 60, waiting: 50, held: 70 }

/** Alerts, and talks to be read along. */
export function boardExtras(hub: FakeHub, { held: talks }: Crowd): void {
  for (const alert of boardAlerts()) hub.put('floor', 'alert', `${alert.rule} ${alert.queue}`, alert)
  for (let at = 0; at < talks; at += 1)
    hub.append(
      `cnt_hb${at}`,
      message('customer', '昨日届いた商品の箱が潰れていました。', 3 * minute),
      message('agent', 'ご迷惑をおかけしております。お写真をいただけますか。', 2 * minute, { name: personName(at) }),
      message('customer', '写真もお送りします。ご確認いただけますか。', minute),
    )
}
