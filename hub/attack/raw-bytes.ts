/**
 * What may be written on a TCP connection to the hub's port: WebSocket frames that RFC 6455 forbids, and HTTP that is
 * broken, slow, ambiguous or too long. Data alone; raw.ts writes it.
 */
import { frame, opcode, requestHead, upgradeRequest } from '../ports/transport.contract-client.ts'
import type { Chance } from '../sim/chance.ts'
import { randomBytes } from './attack.ts'

export interface RawTry {
  /** What is written, part by part; the next once the one before was handed to the kernel. */
  parts(chance: Chance): readonly (string | Uint8Array)[]
  /** Who ends the connection: the hub, which must; or we, in the middle. */
  readonly ends: 'hub' | 'us'
}

const plain = (bytes: Uint8Array): Uint8Array => {
  const head = Buffer.from([0x80 | opcode.binary, bytes.byteLength])
  return Buffer.concat([head, bytes])
}
/** The head of a masked frame that claims this length. */
const claiming = (length: bigint): Uint8Array => {
  const head = Buffer.alloc(14)
  head[0] = 0x80 | opcode.binary
  head[1] = 0x80 | 127
  head.writeBigUInt64BE(length, 2)
  return head
}
const many = <T>(count: number, part: () => T): T[] => Array.from({ length: count }, part)

/** After a good upgrade. */
export const frameTries: Readonly<Record<string, RawTry>> = {
  // The engine takes the next four bytes for the mask whatever the frame says, and then waits for more.
  'frame without a mask': { ends: 'us', parts: (chance) => [plain(randomBytes(chance, 20))] },
  'reserved opcode': {
    ends: 'hub',
    parts: (chance) => [frame(chance.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), randomBytes(chance, 8))],
  },
  'reserved bits': {
    ends: 'hub',
    parts: (chance) => [frame(opcode.binary, randomBytes(chance, 8), 0x80 | chance.pick([0x10, 0x20, 0x40]))],
  },
  'control frame in pieces': { ends: 'hub', parts: () => [frame(opcode.ping, new Uint8Array(4), 0)] },
  'control frame of 126 bytes': { ends: 'hub', parts: () => [frame(opcode.ping, new Uint8Array(126))] },
  'continuation of nothing': { ends: 'hub', parts: (chance) => [frame(opcode.continuation, randomBytes(chance, 8))] },
  'message within a message': {
    ends: 'hub',
    parts: () => [frame(opcode.binary, new Uint8Array(4), 0), frame(opcode.binary, new Uint8Array(4))],
  },
  'length of 2^63': { ends: 'hub', parts: () => [claiming(2n ** 63n)] },
  'length of a terabyte': { ends: 'hub', parts: (chance) => [claiming(2n ** 40n), randomBytes(chance, 1_000)] },
  'message over the limit': { ends: 'hub', parts: () => [frame(opcode.binary, new Uint8Array(70_000))] },
  'message over the limit in pieces': {
    ends: 'hub',
    parts: () => [
      frame(opcode.binary, new Uint8Array(30_000), 0),
      ...many(5, () => frame(opcode.continuation, new Uint8Array(30_000), 0)),
    ],
  },
  text: { ends: 'hub', parts: () => [frame(opcode.text, Buffer.from('hello'))] },
  'text that is no UTF-8': { ends: 'hub', parts: () => [frame(opcode.text, Uint8Array.from([0xc3, 0x28, 0xff]))] },
  'close with one byte': { ends: 'hub', parts: () => [frame(opcode.close, Uint8Array.from([3]))] },
  'close with a code that is none': { ends: 'hub', parts: () => [frame(opcode.close, Uint8Array.from([0, 5]))] },
  'random bytes': { ends: 'us', parts: (chance) => [randomBytes(chance, chance.between(1, 500))] },
  'a thousand pings': { ends: 'us', parts: (chance) => many(1_000, () => frame(opcode.ping, randomBytes(chance, 8))) },
  'pieces without an end': {
    ends: 'us',
    parts: () => [
      frame(opcode.binary, new Uint8Array(1), 0),
      ...many(300, () => frame(opcode.continuation, new Uint8Array(1), 0)),
    ],
  },
  'half a frame': {
    ends: 'us',
    parts: (chance) => [frame(opcode.binary, new Uint8Array(500)).subarray(0, chance.between(1, 400))],
  },
}

const post = (path: string, body: string, headers: Readonly<Record<string, string>> = {}): string =>
  `${requestHead({ method: 'POST', path, headers: { 'Content-Type': 'application/json', ...headers } })}${body}`
const ticket = '/api/visitor/ticket'
const json = '{"site":"pk_demo"}'
const length = String(json.length)

/** As the first bytes of a connection. */
export const httpTries: Readonly<Record<string, RawTry>> = {
  'nothing at all': { ends: 'us', parts: () => [] },
  'headers cut off': { ends: 'us', parts: (chance) => [upgradeRequest('/ws').slice(0, chance.between(1, 100))] },
  'body cut off': {
    ends: 'us',
    parts: (chance) => [post(ticket, json.slice(0, chance.between(0, 10)), { 'Content-Length': length })],
  },
  'upload cut off': {
    ends: 'us',
    parts: (chance) => [
      post('/api/attachments/cnt_a?name=a', 'x'.repeat(chance.between(1, 5_000)), { 'Content-Length': '100000' }),
    ],
  },
  'headers byte by byte': { ends: 'us', parts: () => [...upgradeRequest('/ws').slice(0, 60)] },
  'no HTTP': { ends: 'us', parts: (chance) => [randomBytes(chance, chance.between(1, 500))] },
  'hello of TLS': {
    ends: 'us',
    parts: (chance) => [
      Uint8Array.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]),
      randomBytes(chance, 500),
    ],
  },
  'HTTP/2': { ends: 'us', parts: () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'] },
  'headers of a megabyte': {
    ends: 'hub',
    parts: () => ['GET / HTTP/1.1\r\nHost: hub.test\r\n', ...many(64, () => `X-A: ${'a'.repeat(16_000)}\r\n`)],
  },
  'a thousand headers': {
    ends: 'hub',
    parts: () => ['GET /healthz HTTP/1.1\r\nHost: hub.test\r\n', ...many(1_000, () => 'X-A: a\r\n'), '\r\n'],
  },
  'path of 100 kB': { ends: 'hub', parts: () => [`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: hub.test\r\n\r\n`] },
  'body far over the limit': {
    ends: 'us',
    parts: () => [post(ticket, '', { 'Content-Length': '1000000000' }), ...many(20, () => 'x'.repeat(10_000))],
  },
  'length that is no number': {
    ends: 'hub',
    parts: (chance) => [
      post(ticket, json, { 'Content-Length': chance.pick(['-1', 'abc', '0x12', '99999999999999999999999', '1e3']) }),
    ],
  },
}

/** Requests with two readings: whoever takes the other one finds a second request inside. */
const hidden = 'GET /healthz HTTP/1.1\r\nHost: hub.test\r\n\r\n'
const chunked = `${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`
export const smuggled: Readonly<Record<string, string>> = {
  'length and chunks': post(ticket, `0\r\n\r\n${hidden}`, {
    'Content-Length': String(5 + hidden.length),
    'Transfer-Encoding': 'chunked',
  }),
  'chunks and length': post(ticket, chunked + hidden, { 'Transfer-Encoding': 'chunked', 'Content-Length': '4' }),
  'two lengths': `POST ${ticket} HTTP/1.1\r\nHost: hub.test\r\nContent-Length: ${length}\r\nContent-Length: ${json.length + hidden.length}\r\n\r\n${json}${hidden}`,
  'chunked with a space before the colon': `POST ${ticket} HTTP/1.1\r\nHost: hub.test\r\nTransfer-Encoding : chunked\r\nContent-Length: ${chunked.length + hidden.length}\r\n\r\n${chunked}${hidden}`,
  'chunked and something else': post(ticket, chunked + hidden, {
    'Transfer-Encoding': 'chunked, identity',
    'Content-Length': String(chunked.length + hidden.length),
  }),
  'a chunk longer than any number': post(ticket, `FFFFFFFFFFFFFFFFF\r\n${json}\r\n0\r\n\r\n${hidden}`, {
    'Transfer-Encoding': 'chunked',
  }),
  'a line feed in a header': `POST ${ticket} HTTP/1.1\r\nHost: hub.test\r\nX-A: a\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
}
