/** The built hub under its launcher: the demo's agents, each with as many chats as they can hold, and a visitor for each chat. */
import { fileURLToPath } from 'node:url'
import type { HubClient } from '#client'
import { startRealHub } from '../../hub/attack/real-hub.ts'
import { RealStage } from '../../hub/attack/real-stage.ts'
import { demoPeople, demoSiteKey } from '../../hub/demo.ts'
import { makeId, type ContactId } from '../../hub/model/ids.ts'
import type { Side } from './side.ts'

const limitsFile = fileURLToPath(new URL('../limits.json', import.meta.url))
const pairsMax = demoPeople.length * 4

export async function hubSide(pairs: number): Promise<Side> {
  if (pairs > pairsMax) throw new Error(`The demo's people can hold ${pairsMax} chats at once, not ${pairs}.`)
  const hub = await startRealHub({ MADOGUCHI_CONFIG: limitsFile })
  const stage = new RealStage(hub, 1, 1)
  const clients: HubClient[] = []
  const visitors: { readonly client: HubClient; readonly contact: ContactId }[] = []
  const pairOf = new Map<string, number>()
  const connect = (actor: Parameters<RealStage['screen']>[0]): HubClient => {
    const { client } = stage.screen(actor, { load: () => [], save: () => {} })
    clients.push(client)
    client.connect()
    return client
  }
  const side: Side = {
    name: 'hub, kept and flushed',
    pids: hub.pid === undefined ? [] : [hub.pid],
    arrived: () => {},
    send: (pair, text) => {
      const { client, contact } = visitors[pair]!
      client.request('message.send', { contact, text, attachments: [] })
    },
    close: async () => {
      for (const client of clients) client.close()
      stage.end()
      await hub.stop()
      hub.remove()
    },
  }
  try {
    for (const { agent, role, name, login } of demoPeople) {
      const client = connect({ kind: 'agent', session: makeId('session', login), agent, role, name })
      client.on('entries', ({ contact, entries }) => {
        const pair = pairOf.get(contact)
        for (const entry of entries) if (entry.kind === 'message' && pair !== undefined) side.arrived(pair, entry.text)
      })
      await takeWhatComes(client)
    }
    for (let pair = 0; pair < pairs; pair++) {
      const client = connect({ kind: 'visitor', session: makeId('session', `visitor${pair}`), site: demoSiteKey })
      const words = { name: 'Bench', topic: '', text: 'Hello', locale: 'en', pageUrl: '', pageTitle: '' } as const
      const { contact } = await client.request('contact.start', words).done
      await until(client, () => client.list('visit', 'contact').get('')?.phase === 'active')
      visitors.push({ client, contact })
      pairOf.set(contact, pair)
    }
  } catch (error) {
    await side.close()
    throw error
  }
  return side
}

/** Is available and accepts every offer. Resolves when available. */
function takeWhatComes(client: HubClient): Promise<void> {
  const asked = new Set<string>()
  const once = (what: string, ask: () => void): void => void (asked.has(what) || (asked.add(what), ask()))
  return until(client, () => {
    const me = client.list('desk', 'me').get('')
    if (me?.status === 'offline' || me?.status === 'away')
      once(me.status, () => client.request('presence.set', { status: 'available', reason: '' }))
    for (const { offer, epoch } of client.list('desk', 'offer').values())
      once(offer, () => client.request('offer.accept', { offer, epoch }))
    return me?.status === 'available'
  })
}

/** Looks whenever a list has changed, and goes on looking. */
const until = (client: HubClient, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => void client.on('list', () => void (holds() && resolve())))
