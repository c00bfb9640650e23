/** What a hub shows of its storage while people are at it: to everybody who asks, over HTTP and sockets. */
import type { RealHub } from './real-hub.ts'
import type { Crowd } from './storage-crowd.ts'

type Reached = Pick<RealHub, 'origin'>

/** An agent reads the talk in front of them, and looks for earlier ones. False when none holds one at the moment. */
export async function reads(crowd: Crowd): Promise<boolean> {
  const held = crowd.held()
  if (held === null) return false
  const { client } = held.agent
  const { contact } = held
  const asked = Promise.all([
    client.request('contact.read', { contact, earlier: contact, after: 0, limit: 50 }).done,
    client.request('contact.earlier', { contact, limit: 5 }).done,
  ])
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5_000))
  const answer = await Promise.race([asked, late]).catch(() => null)
  return answer !== null && answer[0].entries.length > 0
}

/** `ok` or `unavailable`, as a proxy hears it. Rejects while no hub answers. */
export async function storeState({ origin }: Reached): Promise<string> {
  const response = await fetch(`${origin}/readyz`)
  return ((await response.json()) as { store: string }).store
}

/** How many requests were refused because nothing can be kept, as the hub counts them itself. Rejects while none answers. */
export const refusals = (hub: Reached): Promise<number> =>
  metric(hub, /^madoguchi_requests_total\{.*outcome="storage\.unavailable".*\} (\d+)$/gm)

/** The sum of what these lines of the metrics say. */
export async function metric({ origin }: Reached, lines: RegExp): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return [...text.matchAll(lines)].reduce((sum, [, value]) => sum + Number(value), 0)
}
