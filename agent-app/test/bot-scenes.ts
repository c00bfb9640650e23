/** Test support: talks that a bot had before they came to an agent, and what is known of their customers by then. */
import type { DeskContact, KnownField } from '#protocol'
import type { FakeHub } from './fake-hub.ts'
import { contact, floor, me, message } from './scenes.ts'

const minute = 60_000

export const knownField = (name: string, part: Partial<KnownField> = {}): KnownField => ({
  name,
  label: '',
  shown: '',
  trust: 'visitor',
  mode: 'default',
  source: 'page:data',
  confidence: null,
  masked: false,
  about: null,
  ...part,
})

/** One of every kind of standing, in the words of the customer's language. */
const known: readonly KnownField[] = [
  knownField('customer.name', { label: 'お名前', shown: '田中 美咲', trust: 'signed', source: 'token' }),
  knownField('customer.rank', { label: '会員ランク', shown: 'ゴールド', trust: 'signed', source: 'token' }),
  knownField('customer.email', {
    label: 'メールアドレス',
    shown: 'misaki.tanaka.with.a.very.long.address@mail.example.co.jp',
    trust: 'page',
    mode: 'locked',
  }),
  knownField('topic', { label: 'ご用件', shown: 'お届け日の変更', source: 'step:topic', about: 'topic' }),
  knownField('order.id', { label: 'ご注文番号', shown: 'A-10234', trust: 'page', about: 'topic' }),
  knownField('order.status', { label: 'ご注文の状態', shown: '焙煎中', trust: 'inferred', source: 'http:lookup' }),
  knownField('order.day', { label: 'ご希望のお届け日', shown: '2026年11月27日(金)', source: 'step:new-day' }),
  knownField('card.number', { label: 'カード番号', shown: '•••• 4242', source: 'step:pay', masked: true }),
  knownField('mood', { shown: 'in a hurry', trust: 'inferred', source: 'step:mood', confidence: 0.82 }),
  knownField('campaign', { shown: 'autumn-26', trust: 'page', mode: 'hidden' }),
]

/** A talk from the bot's greeting to the agent's first words, with the panel full beside it. */
export function afterBot(hub: FakeHub, fields: readonly KnownField[] = known): void {
  floor(hub)
  hub.put('desk', 'me', '', me())
  const about: Partial<DeskContact> = { identified: true, fields, agentRead: 12, waitingSince: Date.now() - minute }
  hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', about))
  const bot = (text: string, ago: number) => message('bot', text, ago)
  const said = (text: string, ago: number) => message('customer', text, ago)
  hub.append(
    'cnt_1',
    bot('田中 美咲 様、いつもありがとうございます。あおぞら珈琲の自動応答です。', 4 * minute),
    bot('どのようなご用件でしょうか。', 4 * minute),
    said('お届け日の変更', 3.5 * minute),
    bot('ご希望のお届け日をお知らせください。', 3.4 * minute),
    said('27日でお願いします', 3 * minute),
    bot('ご注文 A-10234 のお届け日を2026年11月27日(金)で承りました。', 2.9 * minute),
    bot('配送の担当者におつなぎいたします。', 2.9 * minute),
    { kind: 'queued', at: Date.now() - 2.9 * minute, queue: { en: 'Delivery', ja: '配送' }, cause: 'new' },
    { kind: 'joined', at: Date.now() - 2 * minute, agentName: 'Ann' },
    message('agent', 'お待たせいたしました。27日の午前中でよろしいでしょうか。', 1.5 * minute, { requestId: 'a1' }),
    said('はい、お願いします', minute),
  )
}

/** The same talk, over: the customer has said what they think of it. */
export function afterSurvey(hub: FakeHub): void {
  afterBot(hub)
  const over: Partial<DeskContact> = { phase: 'wrapUp', until: Date.now() + 85_000, identified: true, fields: known }
  hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', over))
  hub.append(
    'cnt_1',
    { kind: 'closed', at: Date.now() - 30_000, by: 'customer' },
    {
      kind: 'surveyed',
      at: Date.now() - 10_000,
      scale: 'csat',
      score: 5,
      comment: '自動応答も担当の方も、とても早くて助かりました。',
    },
  )
}

/** As many fields as a contact can have, with words of every length. */
export const crowdOfFields: readonly KnownField[] = Array.from({ length: 100 }, (_, at) =>
  knownField(at % 3 === 0 ? `customer.field${at}` : `order.field${at}`, {
    label: at % 5 === 0 ? 'とても長い項目の名前'.repeat(6) : `項目${at}`,
    shown: at % 7 === 0 ? 'longwordwithoutanyblank'.repeat(12) : `値${at}`,
    trust: (['signed', 'page', 'visitor', 'inferred'] as const)[at % 4]!,
  }),
)
