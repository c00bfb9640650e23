/** Test support: people, queues and talks to fill the screen with, from one to a crowd. */
import type {
  DeskContact,
  DeskMe,
  DeskOffer,
  Entry,
  FloorAgent,
  FloorHeld,
  FloorQueue,
  FloorWaiting,
  WhyContact,
} from '#protocol'
import { rightsOf } from '../../hub/model/rights.ts'
import type { FakeHub } from './fake-hub.ts'

const minute = 60_000
const support = { en: 'Support', ja: 'サポート窓口' }
const orders = { en: 'Orders and delivery', ja: 'ご注文・配送' }
const topic = { en: 'Delivery', ja: '配送について' }
const id = <T>(text: string): T => text as T

export const me = (part: Partial<DeskMe> = {}): DeskMe => ({
  agent: id('agt_ann'),
  name: 'Ann',
  role: 'agent',
  rights: [...rightsOf(part.role ?? 'agent')],
  status: 'available',
  reason: '',
  since: Date.now() - 12 * minute,
  capacityUnits: 100,
  usedUnits: 25,
  reasons: [
    { key: 'lunch', label: { en: 'Lunch', ja: '昼休み' } },
    { key: 'training', label: { en: 'Training', ja: '研修' } },
  ],
  attachmentBytesMax: 10 * 1024 * 1024,
  attachmentTypes: ['image/png', 'image/jpeg', 'application/pdf'],
  calls: true,
  configuration: 1,
  ...part,
})

export const contact = (name: string, part: Partial<DeskContact> = {}): DeskContact => ({
  contact: id('cnt_1'),
  phase: 'active',
  channel: 'chat',
  queueId: id('que_support'),
  queue: support,
  customer: id('cus_1'),
  customerName: name,
  locale: 'ja',
  topic,
  pageUrl: 'https://shop.example/cart?step=2',
  pageTitle: 'カート | あおぞら珈琲',
  startedAt: Date.now() - 9 * minute,
  since: Date.now() - 8 * minute,
  until: null,
  customerOnline: true,
  customerReceived: 0,
  customerRead: 0,
  agentRead: 0,
  waitingSince: null,
  earlier: 0,
  calledUntil: null,
  message: null,
  reach: null,
  parked: null,
  stirred: null,
  wrapUp: null,
  fields: null,
  identified: null,
  tags: ['delivery', 'gift'],
  ...part,
})

export const offer = (name: string, part: Partial<DeskOffer> = {}): DeskOffer => ({
  offer: id('ofr_1'),
  epoch: 1,
  contact: id('cnt_new'),
  channel: 'chat',
  queue: orders,
  customerName: name,
  topic,
  preview: '昨日注文した豆がまだ届いていないようなのですが、確認していただけますか。',
  madeAt: Date.now() - 4_000,
  deadline: Date.now() + 26_000,
  enqueuedAt: Date.now() - 95_000,
  hold: null,
  fields: null,
  ...part,
})

export const queue = (key: string, name: FloorQueue['name'], part: Partial<FloorQueue> = {}): FloorQueue => ({
  queue: id(`que_${key}`),
  name,
  waiting: 0,
  longestSince: null,
  staffed: 3,
  free: 1,
  dispositions: [
    { key: 'solved', label: { en: 'Solved', ja: '解決' } },
    { key: 'callback', label: { en: 'Call back', ja: '折り返し' } },
    { key: 'handedOn', label: { en: 'Handed on', ja: '引き継ぎ' } },
    { key: 'spam', label: { en: 'Spam', ja: '迷惑・いたずら' } },
  ],
  dispositionRequired: true,
  waitP50Ms: 40_000,
  waitP90Ms: 120_000,
  replyMs: null,
  open: true,
  changesAt: null,
  overflow: [],
  ...part,
})

export const agent = (key: string, name: string, part: Partial<FloorAgent> = {}): FloorAgent => ({
  agent: id(`agt_${key}`),
  name,
  status: 'available',
  reason: '',
  since: Date.now() - 3 * minute,
  free: true,
  link: 'connected',
  linkSince: Date.now() - 40 * minute,
  graceUntil: null,
  queues: [id('que_support'), id('que_orders')],
  contacts: 1,
  usedUnits: 25,
  capacityUnits: 100,
  ...part,
})

export const message = (from: 'customer' | 'agent' | 'bot', text: string, ago: number, part: object = {}): Entry => ({
  kind: 'message',
  at: Date.now() - ago,
  from,
  name: from === 'agent' ? 'Ann' : '',
  requestId: '',
  text,
  attachments: [],
  ...part,
})

/** A floor with queues and colleagues of every kind. */
export function floor(hub: FakeHub): void {
  hub.put('floor', 'queue', 'que_support', queue('support', support, { waiting: 2, longestSince: Date.now() - minute }))
  hub.put('floor', 'queue', 'que_orders', queue('orders', orders, { free: 0 }))
  hub.put('floor', 'agent', 'agt_ann', agent('ann', 'Ann'))
  hub.put('floor', 'agent', 'agt_ben', agent('ben', 'Ben Carter'))
  hub.put('floor', 'agent', 'agt_chie', agent('chie', '森 千恵', { free: false }))
  hub.put('floor', 'agent', 'agt_dan', agent('dan', 'Dan', { status: 'away', reason: 'lunch', free: false }))
}

/** A talk with everything that a log can hold, under `cnt_1`. */
export function longTalk(hub: FakeHub): void {
  const day = 24 * 60 * minute
  hub.append(
    'cnt_1',
    { kind: 'queued', at: Date.now() - day - 3 * minute, queue: orders, cause: 'new' },
    { kind: 'joined', at: Date.now() - day - 2 * minute, agentName: 'Ben Carter' },
    message('customer', 'Hello, my order 20931 has not arrived.', day + minute),
    message('agent', 'Let me look that up for you.', day, { name: 'Ben Carter', requestId: 'b1' }),
    {
      kind: 'transferred',
      at: Date.now() - 9 * minute,
      agentName: 'Ben Carter',
      queue: support,
      toAgentName: '',
      note: 'Parcel lost at the carrier. Please send a new one, express.',
    },
    { kind: 'queued', at: Date.now() - 9 * minute, queue: support, cause: 'transfer' },
    { kind: 'joined', at: Date.now() - 8 * minute, agentName: 'Ann' },
    message('agent', 'こんにちは。ここからはアンが担当いたします。', 7 * minute, { requestId: 'a1' }),
    message(
      'customer',
      'よろしくお願いします。\n追跡番号は https://carrier.example/t/884?x=1、このページです。',
      6 * minute,
    ),
    message('customer', '写真もお送りします', 6 * minute - 5_000, {
      attachments: [{ attachment: 'att_1', name: '伝票の写真.png', type: 'image/png', sizeBytes: 812_000 }],
    }),
    message('agent', 'ありがとうございます。新しい商品を速達でお送りします。', 5 * minute, { requestId: 'a2' }),
    message('agent', '明日の午前中に届く予定です。', 5 * minute - 4_000, { requestId: 'a3' }),
    message('customer', '助かります！', 60_000),
  )
}

/** A hundred contacts with names of every length. */
export function crowd(hub: FakeHub): void {
  const names = [
    '勅使河原 愛子',
    'Maximiliane Schwarzenberger-Hohenstein',
    '山',
    '長'.repeat(40),
    'Li',
    'aaaaaaaaaa'.repeat(6),
  ]
  for (let n = 1; n <= 100; n += 1) {
    const key = `cnt_${n}`
    hub.put(
      'desk',
      'contact',
      key,
      contact(names[n % names.length] ?? '', {
        contact: id(key),
        customer: id(`cus_${n}`),
        startedAt: Date.now() - n * minute,
        waitingSince: n % 3 === 0 ? Date.now() - n * 40_000 : null,
        phase: n % 17 === 0 ? 'wrapUp' : 'active',
        until: n % 17 === 0 ? Date.now() + 90_000 : null,
      }),
    )
    hub.append(
      key,
      ...Array.from({ length: n % 5 }, (_, at) =>
        message('customer', `${'とても長い文章です。'.repeat(8)}${at}`, 1_000),
      ),
    )
  }
}

export const waiting = (key: string, name: string, part: Partial<FloorWaiting> = {}): FloorWaiting => ({
  contact: id(`cnt_w${key}`),
  queue: id('que_support'),
  order: 1,
  customerName: name,
  topic,
  channel: 'chat',
  enqueuedAt: Date.now() - 4 * minute,
  phase: 'queued',
  offeredTo: '',
  onlyFor: '',
  ...part,
})

export const held = (key: string, name: string, part: Partial<FloorHeld> = {}): FloorHeld => ({
  contact: id(`cnt_h${key}`),
  agent: id('agt_ben'),
  queue: id('que_support'),
  customerName: name,
  topic,
  channel: 'chat',
  phase: 'active',
  since: Date.now() - 7 * minute,
  parked: null,
  ...part,
})

/** Queues in every state, who waits in them, and whom colleagues have. */
export function busyFloor(hub: FakeHub): void {
  floor(hub)
  const [now, own] = [Date.now(), { waiting: 6, longestSince: Date.now() - 23 * minute, free: 0 }]
  const overflow = [{ name: 'peak', queue: id<never>('que_orders'), way: '' as const }]
  hub.put(
    'floor',
    'queue',
    'que_support',
    queue('support', support, { ...own, overflow, changesAt: now + 3 * 60 * minute }),
  )
  const closed = { open: false, changesAt: now + 15 * 60 * minute, staffed: 0, free: 0 }
  const night = [{ name: 'night', queue: null, way: 'callBack' as const }]
  hub.put(
    'floor',
    'queue',
    'que_repairs',
    queue('repairs', { en: 'Repairs', ja: '修理受付' }, { ...closed, overflow: night }),
  )
  const line: readonly FloorWaiting[] = [
    waiting('1', '田中 美咲', { order: 1, enqueuedAt: now - 23 * minute }),
    waiting('2', 'Maximiliane Schwarzenberger-Hohenstein', { order: 2, phase: 'offered', offeredTo: 'Ben Carter' }),
    waiting('3', '勅使河原 愛子', { order: 3, phase: 'held' }),
    waiting('4', '', { order: 4, phase: 'called', offeredTo: '森 千恵' }),
    waiting('5', '長'.repeat(40), { order: 5, onlyFor: '森 千恵' }),
    waiting('6', 'James Whitfield', { order: 6, phase: 'left' }),
  ]
  for (const item of line) hub.put('floor', 'waiting', item.contact, item)
  const lost = { link: 'lost' as const, linkSince: now - 20_000, graceUntil: now + 40_000, status: 'offline' as const }
  hub.put('floor', 'agent', 'agt_ben', agent('ben', 'Ben Carter', { ...lost, free: false, contacts: 3, usedUnits: 60 }))
  const mine: readonly FloorHeld[] = [
    held('1', '小林 直樹'),
    held('2', 'James Whitfield', { parked: now - 2 * minute }),
    held('3', '長'.repeat(40), { phase: 'wrapUp', since: now - 20_000 }),
  ]
  for (const item of mine) hub.put('floor', 'held', item.contact, item)
}

/** Thousands of rows: waiting contacts in fifty queues, and colleagues. */
export function crowdedFloor(hub: FakeHub): void {
  for (let q = 0; q < 50; q += 1) {
    const key = `crowd${String(q).padStart(2, '0')}`
    const name = { en: `Queue ${q}`, ja: `窓口${q}` }
    hub.put('floor', 'queue', `que_${key}`, queue(key, name, { waiting: 240, longestSince: Date.now() - q * minute }))
    for (let n = 0; n < 100; n += 1)
      hub.put(
        'floor',
        'waiting',
        `cnt_w${q}x${n}`,
        waiting(`${q}x${n}`, `お客様 ${n}`, { order: n, queue: id(`que_${key}`) }),
      )
  }
  for (let n = 0; n < 2_000; n += 1) hub.put('floor', 'agent', `agt_c${n}`, agent(`c${n}`, `担当 ${n}`))
}

/** An answer to "why" with everything in it. */
export const reasons = (part: Partial<WhyContact> = {}): WhyContact => ({
  waiting: {
    for: 'spared',
    queue: support,
    place: 3,
    since: Date.now() - 5 * minute,
    step: { index: 1, of: 3, until: Date.now() + minute },
    agents: { eligible: 8, available: 3, ready: 1 },
    heldUntil: Date.now() + 20_000,
    offeredTo: '',
  },
  notMe: 'lacksSkills',
  offers: [
    {
      agentName: 'Ben Carter',
      at: Date.now() - 2 * minute,
      ending: 'missed',
      queue: support,
      step: 0,
      strategy: 'longest-idle',
      candidates: 4,
      chosen: 'order',
      by: [
        { name: 'rank', value: 0 },
        { name: 'idleSince', value: Date.now() - 11 * minute },
      ],
      others: [
        {
          agentName: '森 千恵',
          because: 'spared',
          by: [
            { name: 'rank', value: 0 },
            { name: 'idleSince', value: Date.now() - 14 * minute },
          ],
        },
        {
          agentName: 'Dan',
          because: 'behind',
          by: [
            { name: 'rank', value: 1 },
            { name: 'idleSince', value: Date.now() - 4 * minute },
          ],
        },
      ],
      byName: '',
    },
    {
      agentName: '森 千恵',
      at: Date.now() - 4 * minute,
      ending: 'accepted',
      queue: { en: '', ja: '' },
      step: null,
      strategy: '',
      candidates: 0,
      chosen: 'forced',
      by: [],
      others: [],
      byName: '高橋 美咲',
    },
  ],
  ...part,
})

/** Contacts that a customer had before. */
const past = {
  topic: '',
  tags: [{ en: 'Delivery', ja: '配送' }],
  entries: 3,
  queue: { en: 'Support', ja: 'サポート窓口' },
}
export const earlier = [
  {
    ...past,
    contact: 'cnt_old',
    startedAt: Date.now() - 9e8,
    closedAt: Date.now() - 8.9e8,
    agentName: 'Ben Carter',
    disposition: { en: 'Solved', ja: '解決' },
    note: 'Grinder replaced under warranty. 保証期間内で交換済み',
  },
  {
    ...past,
    contact: 'cnt_older',
    startedAt: 1e12,
    closedAt: 1e12,
    agentName: '',
    disposition: { en: '', ja: '' },
    note: '',
  },
]
