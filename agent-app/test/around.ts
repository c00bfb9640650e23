/** Test support: what stands around a talk: quick replies, tags, the customer's card, knowledge, what a search finds. */
import type { ReplyBody, Verb } from '#protocol'

const id = <T>(text: string): T => text as T
const minute = 60_000

const replies: ReplyBody<'reply.list'> = {
  replies: [
    {
      key: 'hello',
      title: { en: 'Greeting', ja: 'ご挨拶' },
      text: {
        en: 'Hello {customer}, this is {agent} of {queue}. How can I help you?',
        ja: '{customer}様、お問い合わせありがとうございます。{queue}の{agent}が承ります。',
      },
      queues: [],
    },
    {
      key: 'late',
      title: { en: 'Parcel is late', ja: '配送の遅れ' },
      text: {
        en: 'I am sorry that order {field.order} is late. It arrives on {field.arrival}.',
        ja: 'ご注文{field.order}のお届けが遅れており、申し訳ございません。{field.arrival}に届く予定です。',
      },
      queues: [],
    },
    {
      key: 'thanks',
      title: { en: 'Thanks and goodbye', ja: 'お礼' },
      text: { en: 'Thank you for writing. Have a good day.', ja: 'ご連絡いただきありがとうございました。' },
      queues: [],
    },
  ],
  tags: [
    { key: 'delivery', label: { en: 'Delivery', ja: '配送' } },
    { key: 'gift', label: { en: 'Gift', ja: '贈り物' } },
    { key: 'vip', label: { en: 'Regular customer', ja: '常連のお客様' } },
    { key: 'complaint', label: { en: 'Complaint', ja: 'ご意見・苦情' } },
  ],
  own: [
    { key: 'すぐ', text: '{customer}様、ただいま確認しております。5分ほどお待ちいただけますでしょうか。' },
    { key: 'soon', text: 'I am looking it up, {customer}. Please give me five minutes.' },
  ],
}

export const card: ReplyBody<'customer.card'> = {
  customer: id('cus_1'),
  name: '田中 美咲',
  email: 'misaki.tanaka@example.jp',
  phone: '+81 90-1234-5678',
  company: '株式会社あおぞら製作所 調達部',
  note: 'Deep roast only. 午前中のお電話は避けてほしいとのこと。',
  attributes: [{ name: 'plan', value: 'Gold' }],
  links: [
    { label: { en: 'Orders', ja: '注文管理' }, url: 'https://orders.example/customers/4711' },
    { label: { en: 'CRM', ja: '顧客管理' }, url: 'https://crm.example/c/cus_1' },
  ],
}

const knowledge: ReplyBody<'knowledge.search'> = {
  entries: [
    {
      id: 'late-parcel',
      question: { en: 'My parcel is late. What can I do?', ja: '荷物が届きません。どうすればよいですか。' },
      answer: {
        en: 'Most parcels arrive within three days. After five days we send a new one, free of charge.',
        ja: '通常は3日以内に届きます。5日を過ぎても届かない場合は、無料で再送いたします。',
      },
    },
    {
      id: 'address',
      question: { en: 'Can I change the address?', ja: 'お届け先を変更できますか。' },
      answer: { en: 'Yes, until the parcel has left.', ja: '' },
    },
  ],
}

const found: ReplyBody<'contact.search'> = {
  found: [
    {
      contact: id('cnt_old1'),
      customerName: '田中 美咲',
      at: Date.now() - 26 * 60 * minute,
      queue: { en: 'Orders and delivery', ja: 'ご注文・配送' },
      from: 'customer',
      excerpt: '先週注文した豆がまだ届きません。配送状況を確認していただけますか。',
    },
    {
      contact: id('cnt_old2'),
      customerName: '勅使河原 愛子',
      at: Date.now() - 90 * 60 * minute,
      queue: { en: 'Support', ja: 'サポート窓口' },
      from: 'note',
      excerpt: '配送会社に確認済み。月曜に再配送。',
    },
    {
      contact: id('cnt_old3'),
      customerName: '',
      at: Date.now() - 200 * 60 * minute,
      queue: { en: 'Support', ja: 'サポート窓口' },
      from: 'agent',
      excerpt: 'The parcel (配送番号 884) leaves tomorrow.',
    },
  ],
  until: Date.now() - 300 * 60 * minute,
}

const figures: ReplyBody<'agent.figures'> = {
  answered: 18,
  handled: 16,
  talkMs: 190 * minute,
  wrapUpMs: 21 * minute,
  handleMs: 13 * minute + 12_000,
  missed: 1,
  declined: 2,
  workMs: 211 * minute,
  availableMs: 61 * minute,
  awayMs: 48 * minute,
  reasons: [
    { reason: 'lunch', ms: 45 * minute },
    { reason: '', ms: 3 * minute },
  ],
  course: Array.from({ length: 22 }, (_, n) => {
    const away = n === 9 || n === 10 || n === 11 ? 15 : n % 7 === 5 ? 3 : 0
    const work = away === 15 ? 0 : Math.min(15 - away, 5 + ((n * 5) % 11))
    const at = Math.floor(Date.now() / (15 * minute)) * 15 * minute - (21 - n) * 15 * minute
    return { at, readyMs: (15 - away - work) * minute, workMs: work * minute, awayMs: away * minute }
  }),
  occupancyPermille: 776,
  surveys: 7,
  score: 4.6,
}

/** The answers of a fake hub to what the app asks by itself. */
export const standing = (): Partial<Record<Verb, object>> => ({
  'reply.list': replies,
  'customer.card': card,
  'knowledge.search': knowledge,
  'contact.search': found,
  'agent.figures': figures,
})
