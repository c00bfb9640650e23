/**
 * The peers by name: small servers that pass messages from sender N to receiver N in the way their documentation recommends,
 * and how they are spoken to. A new peer is a server here, a dialect, and a line below; peers.int.test.ts then tries it.
 */
import type { Dialect } from '../drivers/dialect.ts'
import type { ServerPlan } from '../run/server.ts'
import { bareDialect, colyseusDialect, socketioDialect, socketioMsgpackDialect } from './dialects.ts'
import { buildFloor, floorProgram } from './floor.ts'
import { homeMissing, homes, redisMissing } from './homes.ts'

export interface Peer {
  readonly name: string
  readonly plan: ServerPlan
  readonly dialect: Dialect
  /** Whether a message is on the disk before it is passed on. */
  readonly keeps: boolean
  /** Null when it can be started here, else one sentence on what is missing. Builds what must be built. */
  available(): string | null
}

const script = (file: string): URL => new URL(file, import.meta.url)
const always = (): null => null

/** One in TypeScript. */
const peer = (
  name: string,
  file: string,
  args: readonly string[],
  dialect: (name: string) => Dialect,
  more: Partial<Pick<Peer, 'keeps' | 'available'>> = {},
): Peer => ({
  name,
  plan: { name, run: script(file), args },
  dialect: dialect(name),
  keeps: false,
  available: always,
  ...more,
})

const durable = (name: string, keeper: string, available: Peer['available'] = always): Peer =>
  peer(name, './uws.ts', [keeper], bareDialect, { keeps: true, available })

export const peers = {
  floor: {
    name: 'floor in C',
    plan: { name: 'floor in C', run: [floorProgram] },
    dialect: bareDialect('floor in C'),
    keeps: false,
    available: buildFloor,
  },
  uws: peer('uws publish', './uws.ts', ['publish'], bareDialect),
  uwsDecoded: peer('uws decoded', './uws.ts', ['decoded'], bareDialect),
  /** What the goals call "uws, durable and flushed". */
  uwsDurable: durable('uws durable, lmdb', 'lmdb'),
  uwsJournal: durable('uws durable, journal', 'journal'),
  uwsSqlite: durable('uws durable, sqlite', 'sqlite', homeMissing(homes.sqlite)),
  uwsRedis: durable('uws durable, redis', 'redis', redisMissing),
  ws: peer('ws', './ws.ts', [], bareDialect),
  socketio: peer('socket.io', './socketio.ts', ['json', 'node'], socketioDialect),
  socketioMsgpack: peer('socket.io msgpack', './socketio.ts', ['msgpack', 'node'], socketioMsgpackDialect),
  socketioUws: peer('socket.io on uws', './socketio.ts', ['json', 'uws'], socketioDialect),
  socketioMsgpackUws: peer('socket.io msgpack on uws', './socketio.ts', ['msgpack', 'uws'], socketioMsgpackDialect),
  colyseus: peer('colyseus', './colyseus.ts', [], colyseusDialect, { available: homeMissing(homes.colyseus) }),
} satisfies Record<string, Peer>
