/** Test support: what stands around a talk: quick replies, tags, the customer's card, knowledge, what a search finds. */
import type { ReplyBody, Verb } from '#protocol'

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
}

/** The answers of a fake hub to what the app asks by itself. */
export const standing = (): Partial<Record<Verb, object>> => ({
  'reply.list': replies,
})
