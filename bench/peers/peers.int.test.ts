/** Each peer that can be had here passes some messages of several pairs on, whole and in order, to those they are for. */
import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Dialect, PairRole } from '../drivers/dialect.ts'
import { openBench } from '../run/bench.ts'
import { peers, type Peer } from './index.ts'

let scratch = ''
let bench: ReturnType<typeof openBench>
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'madoguchi-peers-'))
  bench = openBench({ say: () => {}, scratch })
})
afterAll(async () => {
  await bench.end()
  rmSync(scratch, { recursive: true, force: true })
})

/** A socket that has said hello, and was told that it is in. */
async function opened(port: number, dialect: Dialect, role: PairRole, pair: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${dialect.path(role, pair)}`)
  const say = ({ payload, binary }: { payload: Uint8Array; binary: boolean }): void => socket.send(payload, { binary })
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('close', (code) => reject(new Error(`${dialect.name} closed with ${code}`)))
    socket.on('message', (bytes: Buffer, binary) => {
      const answer = dialect.answer?.(bytes, binary)
      if (answer) say(answer)
      if (dialect.isReady?.(bytes, binary)) resolve()
    })
    if (dialect.isReady === undefined) socket.once('open', () => resolve())
  })
  await once(socket, 'open')
  for (const frame of dialect.hello(role, pair)) say(frame)
  await ready
  return socket
}

const pairs = [0, 7, 1_234]
const messages = 20

async function passed({ plan, dialect }: Peer): Promise<readonly number[][]> {
  const { port } = await bench.start(plan)
  const got = pairs.map((): number[] => [])
  let tellAll = (): void => {}
  const all = new Promise<void>((resolve) => (tellAll = resolve))
  const sockets: WebSocket[] = []
  for (const [at, pair] of pairs.entries()) {
    const receiver = await opened(port, dialect, 'receiver', pair)
    receiver.on('message', (bytes: Buffer, binary) => {
      const number = dialect.read(pair, bytes, binary)
      if (number >= 0) got[at]!.push(number)
      if (got.every(({ length }) => length >= messages)) tellAll()
    })
    sockets.push(receiver, await opened(port, dialect, 'sender', pair))
  }
  for (let number = 1; number <= messages; number++)
    for (const [at, pair] of pairs.entries())
      for (const { payload, binary } of dialect.message(pair, number))
        sockets[2 * at + 1]!.send(Buffer.from(payload), { binary })
  await all
  for (const socket of sockets) socket.terminate()
  return got
}

const inOrder = Array.from({ length: messages }, (_, at) => at + 1)

test.concurrent.each(Object.values<Peer>(peers))('$name passes on what it should, and nothing twice', async (peer) => {
  const missing = peer.available()
  // What a machine lacks is no fault of ours; what the lock file brings, and a compiler where there is one, is tried.
  if (missing !== null) return expect(missing).toMatch(/\.$|setup$/)
  expect(await passed(peer)).toEqual(pairs.map(() => inOrder))
})
