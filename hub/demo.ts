/**
 * The organisation of the demo: a coffee shop with a web shop, somebody of each role and a sample site. It is served when the hub
 * runs in demo mode without sites and queues of its own. The site's origins are the hub's own addresses, which are
 * known only once it listens: see `withOwnOrigins`.
 */
import type { Organisation, Person, Role, SiteIdentity } from './app/organisation.ts'
import type { OrganisationDocument } from './config-document.ts'
import { buildOrganisation, queueId } from './config-organisation.ts'
import desk from './demo/aozora.desk.json' with { type: 'json' }
import flow from './demo/aozora.flow.json' with { type: 'json' }
import knowledge from './demo/aozora.knowledge.json' with { type: 'json' }
import { makeId } from './model/ids.ts'

/** Key of the demo's only site, as the sample page names it. */
export const demoSiteKey = 'pk_demo'

const dispositions = [
  { key: 'solved', label: { en: 'Solved', ja: '解決' } },
  { key: 'followUp', label: { en: 'Follow-up needed', ja: '要フォロー' } },
  { key: 'exchange', label: { en: 'Exchange or refund', ja: '交換・返金' } },
  { key: 'complaint', label: { en: 'Complaint', ja: 'ご意見・苦情' } },
  { key: 'noAnswer', label: { en: 'Customer did not answer', ja: 'お客様の応答なし' } },
] as const

const topicWords = {
  orders: { en: 'Order', ja: '注文' },
  delivery: { en: 'Delivery', ja: '配送' },
  other: { en: 'Something else', ja: 'その他' },
} as const
const queueWords = {
  orders: { en: 'Orders', ja: '注文' },
  delivery: { en: 'Delivery', ja: '配送' },
  other: { en: 'Other questions', ja: 'その他' },
} as const
const queueKeys = ['orders', 'delivery', 'other'] as const

/** What a file would say that asks for the demo. A site without origins is for the hub's own pages. */
export const demoDocument = {
  sites: [
    {
      id: 'demo',
      key: demoSiteKey,
      name: { en: 'Aozora Coffee', ja: 'あおぞら珈琲' },
      origins: [],
      topics: queueKeys.map((key) => ({ key, label: topicWords[key], queue: key })),
      defaultQueue: 'other',
    },
  ],
  queues: queueKeys.map((key) => ({ id: key, name: queueWords[key], dispositions: [...dispositions] })),
  ...desk,
} satisfies OrganisationDocument

const shopHours = ['10:00-18:00']

/** The demo as `npm start` shows it: whoever asks for help meets the bot first, which answers from the entries of demo/ and hands over. */
export const demoWithBot: OrganisationDocument = {
  ...demoDocument,
  sites: demoDocument.sites.map((site) => ({ ...site, bot: { flow: flow.flow } })),
  calendars: [
    {
      id: 'shop',
      zone: 'Asia/Tokyo',
      week: { mon: shopHours, tue: shopHours, thu: shopHours, fri: shopHours, sat: shopHours, sun: shopHours },
    },
  ],
  flows: [flow],
  knowledge: knowledge.entries,
}

/** The demo's sites, queues and reasons. */
export const demoOrganisation: Organisation = buildOrganisation(demoDocument, (place, value, allowed) => {
  throw new Error(`the demo says ${place}: ${JSON.stringify(value)}, but it must be ${allowed}`)
})

const person = (login: string, name: string, role: Role, skills: Readonly<Record<string, number>>): Person => ({
  agent: makeId('agent', login),
  login,
  name,
  role,
  queues: queueKeys.map(queueId),
  skills,
  capacityUnits: 100,
  disabled: false,
})

/** Who can sign in to the demo. All have the same password, see `demoPassword` of the configuration. */
export const demoPeople: readonly Person[] = [
  person('hanako', '佐藤 花子', 'agent', { 'lang.ja': 5, 'lang.en': 2 }),
  person('james', 'James Miller', 'agent', { 'lang.en': 5, 'lang.ja': 3 }),
  person('misaki', '高橋 美咲', 'supervisor', { 'lang.ja': 5, 'lang.en': 3 }),
  person('admin', 'Alex Morgan', 'administrator', { 'lang.ja': 3, 'lang.en': 5 }),
  person('aya', '中村 彩', 'quality', {}),
  person('kenji', '伊藤 健司', 'readOnly', {}),
]

/** Where browsers reach the hub's own pages. */
export function ownOrigins(own: {
  readonly port: number
  readonly tls: boolean
  readonly publicOrigin: string | null
}): string[] {
  const scheme = own.tls ? 'https' : 'http'
  // The URL leaves out a scheme's usual port, as browsers do in `Origin`.
  const origins = ['localhost', '127.0.0.1', '[::1]'].map((host) => new URL(`${scheme}://${host}:${own.port}`).origin)
  return own.publicOrigin === null ? origins : [...origins, own.publicOrigin]
}

/**
 * The organisation with the hub's own addresses among the origins of sites that have none, so that the sample page may
 * embed the widget. `publicOrigin` is the address the hub is reached by from outside, when one is configured.
 */
export function withOwnOrigins(
  organisation: Organisation,
  own: {
    readonly port: number
    readonly tls: boolean
    readonly publicOrigin: string | null
    /** Whom the demo's site believes who its customers are, where it says nothing itself. */
    readonly identity?: SiteIdentity | null
  },
): Organisation {
  const origins = ownOrigins(own)
  const sites = organisation.sites.map((site) => ({
    ...site,
    ...(site.origins.length === 0 && { origins }),
    ...(site.key === demoSiteKey && own.identity && { identity: site.identity ?? own.identity }),
  }))
  return { ...organisation, sites }
}

/** The demo's people as they serve another organisation than the built-in one: all of its queues. */
export const demoPeopleOf = (organisation: Organisation): readonly Person[] =>
  demoPeople.map((one) => ({ ...one, queues: organisation.queues.map((queue) => queue.rules.id) }))
