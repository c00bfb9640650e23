/**
 * A chat message in three encodings: ours (positions in arrays of msgpack, with the shapes that check them), maps of msgpack
 * with names in them, and JSON. In two frames: as its sender asks for it, and as the hub tells it to who follows the contact.
 */
import { makeId } from '../../hub/model/ids.ts'
import {
  decode,
  encode,
  frameKinds,
  packEntry,
  readEntry,
  requests,
  type Entry,
  type RequestBody,
  type Wire,
} from '../../hub/protocol/index.ts'
import { scan } from '../../hub/protocol/scan.ts'

/** One side: from a message to bytes, and from bytes to the text in them. */
export interface Codec<Message> {
  readonly name: string
  encode(message: Message): Uint8Array
  decode(bytes: Uint8Array): string
}

/** What people write to each other at a counter, short and long, in both languages. */
const texts = [
  'Hello, I ordered two lamps last week and only one has arrived.',
  'ok',
  'Order number 4711-0815',
  '先週注文した商品がまだ届いていないのですが、いつ届きますか。',
  'Thank you. I have found your parcel: it left our house yesterday at noon and should be with you tomorrow before ten.',
  'かしこまりました。少々お待ちください。',
  'Could you leave it with my neighbour, please? I am not at home before six. The name on the door is Yamada.',
  'Yes, that is possible.',
]

const contact = makeId('contact', '0123456789abcdefghij')

/** What a client asks for. */
export interface Asked {
  readonly requestId: string
  readonly body: RequestBody<'message.send'>
}

export const asked: readonly Asked[] = texts.map((text, at) => ({
  requestId: `r${String(at).padStart(21, 'x')}`,
  body: { contact, text, attachments: [] },
}))

const { body: shape } = requests['message.send']

export const askedCodecs: readonly Codec<Asked>[] = [
  {
    name: 'ours',
    encode: ({ requestId, body }) => encode([frameKinds.request, requestId, 'message.send', shape.pack(body)]),
    // As the hub reads what a stranger sends: looked at before anything is made of it, and held to its shape.
    decode: (bytes) => {
      scan(bytes)
      const [, , , wire] = decode(bytes) as [number, string, string, Wire]
      return shape.read(wire).text
    },
  },
  {
    name: 'msgpack maps',
    encode: ({ requestId, body }) => encode({ kind: 'request', requestId, verb: 'message.send', body }),
    decode: (bytes) => (decode(bytes) as Asked).body.text,
  },
  {
    name: 'JSON',
    encode: ({ requestId, body }) =>
      Buffer.from(JSON.stringify({ kind: 'request', requestId, verb: 'message.send', body })),
    decode: (bytes) => (JSON.parse(textOf(bytes)) as Asked).body.text,
  },
]

/** What the hub tells. */
export interface Told {
  readonly firstSeq: number
  readonly entries: readonly (Entry & { readonly kind: 'message' })[]
}

export const told: readonly Told[] = texts.map((text, at) => ({
  firstSeq: at + 2,
  entries: [
    {
      kind: 'message',
      at: 1_800_000_000_000 + at * 17_000,
      from: at % 2 === 0 ? 'customer' : 'agent',
      name: at % 2 === 0 ? '' : 'Hanako Sato',
      requestId: asked[at]!.requestId,
      text,
      attachments: [],
    },
  ],
}))

export const toldCodecs: readonly Codec<Told>[] = [
  {
    name: 'ours',
    encode: ({ firstSeq, entries }) => encode([frameKinds.entries, contact, firstSeq, entries.map(packEntry)]),
    decode: (bytes) => {
      const [, , , entries] = decode(bytes) as [number, string, number, readonly Wire[]]
      return (readEntry(entries[0]!, true) as Told['entries'][0]).text
    },
  },
  {
    name: 'msgpack maps',
    encode: (message) => encode({ kind: 'entries', contact, ...message }),
    decode: (bytes) => (decode(bytes) as Told).entries[0]!.text,
  },
  {
    name: 'JSON',
    encode: (message) => Buffer.from(JSON.stringify({ kind: 'entries', contact, ...message })),
    decode: (bytes) => (JSON.parse(textOf(bytes)) as Told).entries[0]!.text,
  },
]

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
