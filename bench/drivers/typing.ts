/**
 * Typing hints in place of messages, for the hub and for whoever passes frames on as they are. A hint holds no number: that
 * one begins and ends to type in turns is how a lost one is noticed, and one that overtook another.
 */
import { encode, frameKinds, hints } from '#protocol'
import type { ContactId } from '../../hub/model/ids.ts'
import { contentOf, type Dialect, type Frame } from './dialect.ts'

const verb = 'message.typing'
const verbBytes = Buffer.from(verb)

/** Who types in pair N, where the side has no contacts of its own. */
export const bareContacts = (count: number): ContactId[] =>
  Array.from({ length: count }, (_, pair) => contentOf(pair).contact as ContactId)

/** The same side with hints in place of messages. */
export function typing({ readAll: _, ...dialect }: Dialect, contacts: readonly ContactId[]): Dialect {
  const frames = contacts.map((contact) =>
    [false, true].map((on): readonly Frame[] => [
      { payload: encode([frameKinds.hint, verb, hints[verb].pack({ contact, on })]), binary: true },
    ]),
  )
  const endings = contacts.map((contact) => Buffer.from(contact))
  const got = contacts.map(() => 0)
  return {
    ...dialect,
    message: (pair, number) => frames[pair]![number % 2]!,
    read: (pair, payload) => {
      if (payload.indexOf(verbBytes) < 0) return -1
      const ending = endings[pair]!
      const at = payload.length - 1 - ending.length
      if (ending.compare(payload, at, payload.length - 1) !== 0) throw new Error(`a hint of another contact`)
      const on = payload[payload.length - 1] === truth
      const number = ++got[pair]!
      return on === (number % 2 === 1) ? number : number + 1
    },
  }
}

/** How msgpack writes `true`. */
const truth = 0xc3
