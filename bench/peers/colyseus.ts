/**
 * Colyseus as its documentation has it: a room a pair, into which the matchmaker puts both; what one of them says is broadcast
 * to the other. There is no state, so no patches of one are sent. A client of its own asks for its seat by HTTP and then opens
 * its socket; here the server takes the seat itself when the socket is opened, which spares it that request.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { homes } from './homes.ts'

/** What we use of colyseus, which is no part of our packages. */
interface Client {
  send(type: string, body: unknown): void
}
declare class Room {
  patchRate: number
  maxClients: number
  onMessage(type: string, heard: (client: Client, body: unknown) => void): void
  broadcast(type: string, body: unknown, options: { except: Client }): void
}
interface Core {
  readonly Room: typeof Room
  readonly Server: new (options: object) => {
    define(name: string, room: typeof Room): { filterBy(options: readonly string[]): void }
    listen(port: number, host: string, backlog: number): Promise<void>
  }
  readonly matchMaker: {
    joinOrCreate(
      name: string,
      options: object,
    ): Promise<{ readonly sessionId: string; readonly room: { readonly processId: string; readonly roomId: string } }>
  }
}

const require = createRequire(join(homes.colyseus.folder, 'package.json'))
const { Room: Base, Server, matchMaker } = require('@colyseus/core') as Core
const { WebSocketTransport } = require('@colyseus/ws-transport') as {
  WebSocketTransport: new (options: object) => object
}

class PairRoom extends Base {
  override patchRate = 0
  override maxClients = 2

  onCreate(): void {
    this.onMessage('message.send', (client, body) => this.broadcast('message.send', body, { except: client }))
  }

  /** Held back until the client has confirmed that it is in: so this tells it that it was heard. */
  onJoin(client: Client): void {
    client.send('ready', {})
  }
}

const http = createServer()
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false })
server.define('pair', PairRoom).filterBy(['pair'])

/** Rooms of one pair are looked for one after the other: of two at once each would make its own. */
const turns = new Map<string, Promise<unknown>>()

async function seated(request: IncomingMessage): Promise<void> {
  const pair = request.url!.split('/')[2]!
  const before = turns.get(pair) ?? Promise.resolve()
  const turn = before.then(() => matchMaker.joinOrCreate('pair', { pair }))
  turns.set(pair, turn)
  const { sessionId, room } = await turn
  if (turns.get(pair) === turn) turns.delete(pair)
  request.url = `/${room.processId}/${room.roomId}?sessionId=${sessionId}`
}

await server.listen(0, '127.0.0.1', 4_096)
const upgrades = http.listeners('upgrade') as ((...args: unknown[]) => void)[]
http.removeAllListeners('upgrade')
http.on('upgrade', (request, socket, head) => {
  void seated(request).then(() => {
    for (const upgrade of upgrades) upgrade.call(http, request, socket, head)
  })
})
console.log(`port ${(http.address() as AddressInfo).port}`)
process.once('SIGTERM', () => process.exit(0))
