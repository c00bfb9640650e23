/** For the attack on the log: a whole talk, from signing in to the note, with a word of its own in all that is said. */
import { randomBytes } from 'node:crypto'
import { frameKinds, itemShape, type DeskOffer, type ListChange } from '../protocol/index.ts'
import type { Chances } from './attack.ts'
import type { Canaries } from './canaries.ts'
import type { RealHub } from './real-hub.ts'
import { until } from './waiting.ts'
import { agentPage, cookieOf, post, signIn, visitorTicket, welcomed, type WirePage } from './wire-page.ts'

/** Addresses from which customers come, by the proxy's word. */
export const addresses = ['203.0.113.77', '2001:db8:77:77::77']

export interface Talker {
  readonly hub: RealHub
  readonly canaries: Canaries
  readonly chances: Chances
  readonly password: string
}

interface Begun {
  readonly page: WirePage
  readonly token: string
}

/** A customer with words in all that they and their browser say. */
export async function begin({ hub, canaries }: Talker): Promise<Begun> {
  const { ticket, token } = await visitorTicket(hub)
  canaries.add(`ticket ${ticket}`, ticket)
  canaries.add(`visitor token ${token}`, token)
  const page = await welcomed(hub, ticket)
  const fieldName = `page.c${randomBytes(12).toString('hex')}`
  canaries.add(`field ${fieldName}`, fieldName)
  const outcome = await page.ask('contact.start', {
    name: canaries.make('name of the customer', true),
    topic: '',
    text: canaries.make('first words'),
    locale: 'ja',
    pageUrl: `https://shop.example/orders?mail=${canaries.make('address of the page')}#${canaries.make('fragment')}`,
    pageTitle: canaries.make('title of the page', true),
    fields: [
      {
        name: fieldName,
        value: canaries.make('value of the page', true),
        mode: 'default',
        source: canaries.make('source of a value'),
      },
    ],
    intent: canaries.make('intent'),
  })
  if (outcome !== 'done') throw new Error(`no contact: ${outcome}`)
  return { page, token }
}

/** The agent takes what rings. */
async function takeOffer(page: WirePage): Promise<void> {
  const ringing = (): DeskOffer | undefined => {
    const changes = page.frames.flatMap(([kind, , , changed]) =>
      kind === frameKinds.snapshot || kind === frameKinds.delta ? (changed as readonly ListChange[]) : [],
    )
    const value = changes.findLast(([kind]) => kind === 'offer')?.[2] ?? null
    return value === null ? undefined : (itemShape('desk', 'offer')!.read(value) as DeskOffer)
  }
  await until(() => ringing() !== undefined)
  const { offer, epoch } = ringing()!
  const outcome = await page.ask('offer.accept', { offer, epoch })
  if (outcome !== 'done') throw new Error(`the offer was not taken: ${outcome}`)
}

export async function talk(talker: Talker): Promise<void> {
  const { hub, canaries, chances, password } = talker
  const headers = {
    'user-agent': canaries.make('user agent'),
    referer: `https://x.example/?q=${canaries.make('referer')}`,
  }
  const signedIn = await signIn(hub, 'hanako', password, { ...headers, 'x-forwarded-for': addresses[0]! })
  const cookie = cookieOf(signedIn)
  canaries.add('login cookie', cookie.slice(cookie.indexOf('=') + 1))
  const agent = await agentPage(hub, cookie)
  await agent.ask('presence.set', { status: 'available', reason: '' })
  const { page, token } = await begin(talker)
  const contact = page.contact!
  const name = `${canaries.make('name of a file')}.txt`
  const upload = await sendFile(hub, contact, token, name, canaries.make('contents of a file'), addresses[1]!)
  if (upload.status !== 201) throw new Error(`the file was refused: ${upload.body}`)
  await takeOffer(agent)
  for (const [from, who] of [
    [page, 'customer'],
    [agent, 'agent'],
  ] as const) {
    const outcome = await from.ask('message.send', {
      contact,
      text: canaries.make(`words of the ${who}`),
      attachments: [],
    })
    if (outcome !== 'done') throw new Error(`a message was refused: ${outcome}`)
  }
  await agent.ask('contact.close', { contact })
  await agent.ask('contact.wrapUp', { contact, disposition: '', note: canaries.make('note', true) })
  const left = await post(hub, '/api/agent/sign-out', {}, { cookie })
  if (left.status !== 204) throw new Error(`signing out was answered with ${left.status}`)
  for (const one of [page, agent]) one.leave()
  chances.count('talks from the first word to the note')
}

export function sendFile(hub: RealHub, contact: string, token: string, name: string, content: string, from: string) {
  const headers = { authorization: `Bearer ${token}`, origin: hub.origin, 'x-forwarded-for': from }
  const url = `${hub.origin}/api/attachments/${contact}?name=${encodeURIComponent(name)}`
  return fetch(url, { method: 'POST', headers, body: content }).then(async (answer) => ({
    status: answer.status,
    body: await answer.text(),
  }))
}
