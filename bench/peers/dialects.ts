/**
 * How each peer is spoken to, in the words of its own protocol. All carry the same content; what differs is how it is
 * encoded: as a frame of our protocol, as JSON, or as maps of msgpack.
 */
import { decode, encode, frameKinds, requests, type RequestBody } from '#protocol'
import { contentOf, numbered, numberIn, type Content, type Dialect, type Frame } from '../drivers/dialect.ts'

type Message = Dialect['message']

/** Encodes the content of a pair once. */
function messages(encoded: (content: Content) => Uint8Array, binary: boolean): Message {
  const byPair = new Map<number, ReturnType<typeof numbered>>()
  return (pair, number) => {
    let frames = byPair.get(pair)
    if (frames === undefined) byPair.set(pair, (frames = numbered(encoded(contentOf(pair)), binary)))
    return frames(number)
  }
}

const text = (value: string): Frame => ({ payload: Buffer.from(value), binary: false })

function requestFrame({ request, contact, text, attachments }: Content): Uint8Array {
  const body = { contact, text, attachments } as RequestBody<'message.send'>
  return encode([frameKinds.request, request, 'message.send', requests['message.send'].body.pack(body)])
}

/** The frames that a client of the hub would send, passed on as they are. */
export const bareDialect = (name: string): Dialect => ({
  name,
  path: (role, pair) => `/${role}/${pair}`,
  hello: () => [],
  message: messages(requestFrame, true),
  read: (pair, payload) => numberIn(payload, pair),
})

const event = 'message.send'

/** Types of packets of socket.io, and of the engine below it, which stand in front as text. */
const packet = { connect: 0, event: 2 } as const
const enginePacket = { ping: '2', pong: '3', message: '4' } as const
const pong = text(enginePacket.pong)

const isPing = (payload: Buffer, binary: boolean): boolean =>
  !binary && payload.length === 1 && payload[0] === enginePacket.ping.charCodeAt(0)

const socketio: Pick<Dialect, 'path' | 'read' | 'answer'> = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  read: (pair, payload) => numberIn(payload, pair),
  answer: (payload, binary) => (isPing(payload, binary) ? pong : null),
}

const jsonConnected = `${enginePacket.message}${packet.connect}`

/** The default parser: JSON. */
export const socketioDialect = (name: string): Dialect => ({
  ...socketio,
  name,
  hello: (role, pair) => [text(`${jsonConnected}${JSON.stringify({ role, pair: String(pair) })}`)],
  isReady: (payload, binary) => !binary && payload.toString('latin1', 0, 2) === jsonConnected,
  message: messages(
    (content) => Buffer.from(`${enginePacket.message}${packet.event}${JSON.stringify([event, content])}`),
    false,
  ),
})

/** The parser socket.io-msgpack-parser: each packet is a map. */
export const socketioMsgpackDialect = (name: string): Dialect => ({
  ...socketio,
  name,
  hello: (role, pair) => [
    { payload: encode({ type: packet.connect, nsp: '/', data: { role, pair: String(pair) } }), binary: true },
  ],
  isReady: (payload, binary) => binary && (decode(payload) as { readonly type: number }).type === packet.connect,
  message: messages((content) => encode({ type: packet.event, nsp: '/', data: [event, content] }), true),
})

/** First bytes of frames of colyseus. */
const colyseus = { joinRoom: 10, roomData: 13 } as const
const joined: Frame = { payload: Uint8Array.of(colyseus.joinRoom), binary: true }

/** Names and contents of messages are values of msgpack, one behind the other. */
export const colyseusDialect = (name: string): Dialect => ({
  name,
  path: (role, pair) => `/${role}/${pair}`,
  hello: () => [],
  // Who has confirmed that they are in is told so by the room.
  isReady: (payload) => payload[0] === colyseus.roomData,
  message: messages(
    (content) => Buffer.concat([Uint8Array.of(colyseus.roomData), encode(event), encode(content)]),
    true,
  ),
  read: (pair, payload) => (payload[0] === colyseus.roomData ? numberIn(payload, pair) : -1),
  answer: (payload) => (payload[0] === colyseus.joinRoom ? joined : null),
})
