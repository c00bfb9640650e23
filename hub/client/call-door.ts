/**
 * What a page's part in a call needs of the hub: asks the media process by hints, which are lost with the line and then
 * count as not answered. One door for each contact whose call this page is in.
 */
import type { HintBody } from '../protocol/index.ts'
import type { HubClient } from './client.ts'
import type { ClientClock } from './options.ts'

/** An answer of the media process, or why there is none: its code, or `media.unreachable` when the line is gone or it took too long. */
export type CallAnswer = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly code: string }

/** Anything that is told without being asked: a `MediaEvent`, or that another window has the call now. */
export type CallNews = { readonly type: string } & Readonly<Record<string, unknown>>

export interface CallDoor {
  /** Never rejects. */
  ask(request: object): Promise<CallAnswer>
  /** Returns what ends the listening. */
  onEvent(heard: (news: CallNews) => void): () => void
  /** The hub can be reached again: what was told meanwhile was missed. */
  onBack(back: () => void): () => void
  /** Nothing is told afterwards, and what was asked counts as not answered. */
  close(): void
}

/** The media process answers within 5 s, and the hub passes it on at once. */
const answerMaxMs = 6_000

const unreachable: CallAnswer = { ok: false, code: 'media.unreachable' }

/** Opens the way for one contact's call. What is asked and told is in the words of the media port, which the client does not know. */
export function callDoor(
  client: Pick<HubClient, 'on' | 'hint' | 'state'>,
  contact: HintBody<'call.ask'>['contact'],
  clock: ClientClock,
): CallDoor {
  const waiting = new Map<number, (answer: CallAnswer) => void>()
  const heard = new Set<(news: CallNews) => void>()
  const backs = new Set<() => void>()
  let asked = 0
  let wasOnline = client.state.kind === 'online'
  const giveUp = (): void => [...waiting.values()].forEach((answer) => answer(unreachable))
  const ends = [
    client.on('hint', ({ verb, body }) => {
      if (verb !== 'call.told' || body.contact !== contact) return
      const told = JSON.parse(body.body) as unknown
      if (body.n === null) for (const listener of heard) listener(told as CallNews)
      else waiting.get(body.n)?.(told as CallAnswer)
    }),
    client.on('state', ({ kind }) => {
      const isOnline = kind === 'online'
      if (wasOnline && !isOnline) giveUp()
      if (!wasOnline && isOnline) for (const back of backs) back()
      wasOnline = isOnline
    }),
  ]
  return {
    ask(request) {
      if (client.state.kind !== 'online') return Promise.resolve(unreachable)
      const n = asked++
      return new Promise((resolve) => {
        const answer = (given: CallAnswer): void => {
          waiting.delete(n)
          cancel()
          resolve(given)
        }
        const cancel = clock.after(answerMaxMs, () => answer(unreachable))
        waiting.set(n, answer)
        client.hint('call.ask', { contact, n, request: JSON.stringify(request) })
      })
    },
    onEvent: (listener) => listening(heard, listener),
    onBack: (back) => listening(backs, back),
    close() {
      for (const end of ends) end()
      giveUp()
      heard.clear()
      backs.clear()
    },
  }
}

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
