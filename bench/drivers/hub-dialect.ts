/** The hub's words for a load: frames of `message.send` made once for each pair, and numbers read out of `entries` as they lie there. */
import { encode, frameKinds, requests, type HubFrame, decode } from '#protocol'
import type { ContactId } from '../../hub/model/ids.ts'
import { contentOf, numbered, numbersIn, type Dialect, type Frame } from './dialect.ts'

const beat: Frame = { payload: encode([frameKinds.beat]), binary: true }
/** A third of the lease, and often enough for clients that are as slow as the protocol allows. */
export const hubBeat = { everyMs: 10_000, frame: beat } as const

/** `contacts`: of the pairs. Their sockets are opened by hub-people.ts, since each needs a ticket of its own. */
export function hubDialect(contacts: readonly ContactId[]): Dialect {
  const messages = contacts.map((contact, pair) => {
    const { request, text } = contentOf(pair)
    const body = requests['message.send'].body.pack({ contact, text, attachments: [] })
    return numbered(encode([frameKinds.request, request, 'message.send', body]), true)
  })
  const pairs = new Map(contacts.map((contact, pair) => [contact as string, pair]))
  return {
    name: 'hub',
    path: () => '/ws',
    hello: () => [],
    message: (pair, number) => messages[pair]!(number),
    read: () => -1,
    readAll: (pair, payload, got) => payload[1] === frameKinds.entries && numbersIn(payload, pair, got),
    pairOf: (payload) => (payload[1] === frameKinds.entries ? (pairs.get(shortText(payload, 2)) ?? -1) : -1),
    answer: (payload) => {
      if (payload[1] !== frameKinds.refusal) return null
      const [, request, code] = decode(payload) as HubFrame & { 0: typeof frameKinds.refusal }
      throw new Error(`the hub refused ${request} with ${code}`)
    },
    beat: hubBeat,
  }
}

/** The text at this place of a frame, when it is one of less than 32 bytes, as ids are; else ''. */
function shortText(payload: Buffer, at: number): string {
  const head = payload[at]!
  return (head & 0xe0) === 0xa0 ? payload.toString('latin1', at + 1, at + 1 + (head & 0x1f)) : ''
}
