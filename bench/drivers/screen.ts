/** One person's screen in a generator: our own client over the `ws` package, let in by a ticket as browsers are. */
import { WebSocket } from 'ws'
import { clientSocket } from '../../hub/attack/client-socket.ts'
import { HubClient, type ClientSocket, type SocketEvents } from '#client'
import { siteKey } from './company.ts'

/** How a person proves to be one: an agent by the cookie of their login; a visitor is somebody new. */
export type Proof = { readonly cookie: string } | null

export function openScreen(origin: string, proof: Proof): HubClient {
  let token: string | undefined
  return new HubClient({
    openSocket: (events) => openSocket(origin, events),
    getTicket: async () => {
      if (proof !== null) return (await post(origin, '/api/agent/ticket', {}, proof)).ticket
      const answer = await post(origin, '/api/visitor/ticket', { site: siteKey, ...(token && { token }) })
      token = answer.token
      return answer.ticket
    },
    clock: {
      now: () => performance.now(),
      after: (ms, action) => {
        const timer = setTimeout(action, ms)
        return () => clearTimeout(timer)
      },
    },
    random: Math.random,
    outbox: { load: () => [], save: () => {} },
  })
}

interface Ticket {
  readonly ticket: string
  readonly token?: string
}

export async function post(
  origin: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Ticket> {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'x-madoguchi': '1', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Ticket
}

function openSocket(origin: string, events: SocketEvents): ClientSocket {
  const native = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { origin, perMessageDeflate: false })
  return clientSocket(native, events)
}
