/** Bots that connect themselves: who they are, what they are told, and what becomes of them when their line goes. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { TellBot } from '../flow/index.ts'
import { makeId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import type { Socket, SocketHandler } from '../ports/transport.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { SocketBots } from './bots-sockets.ts'

const asked = { contact: makeId('contact', 'c1'), site: 'shop' }
const told: TellBot = {
  type: 'tellBot',
  effect: 2,
  key: 'cnt_c1.2',
  bot: 'shop',
  event: { effect: 2, type: 'said', text: '返品したい' },
  locale: 'ja',
  fields: {},
  timeoutMs: 20_000,
}

/** What the hub says to a bot. */
interface Message {
  readonly challenge: string
  readonly tell: { readonly event: string }
}

/** A bot's end of a line. */
class Program {
  readonly heard: Message[] = []
  closedWith: number | null = null
  passed = 0
  readonly #handler: SocketHandler

  constructor(bots: SocketBots) {
    const socket: Socket = {
      peer: { address: '192.0.2.1', origin: '' },
      send: (bytes) => {
        this.heard.push(JSON.parse(new TextDecoder().decode(bytes)))
        return 'sent' as never
      },
      cork: (sends) => sends(),
      bufferedBytes: 0,
      close: (code) => {
        this.closedWith = code
        queueMicrotask(() => this.#handler.closed(code))
      },
    }
    this.#handler = bots.accept(socket, () => (this.passed += 1))
  }

  says(message: object | string): void {
    this.#handler.message(new TextEncoder().encode(typeof message === 'string' ? message : JSON.stringify(message)))
  }

  hello(key = 'k1', secret = 'the secret', challenge = this.heard[0]!.challenge): this {
    this.says({ key, signature: createHmac('sha256', secret).update(challenge).digest('hex') })
    return this
  }

  leave(): void {
    this.#handler.closed(1006)
  }
}

function begun() {
  const clock = new VirtualClock()
  const own: object[] = []
  const outcomes: string[] = []
  const bots = new SocketBots({
    clock,
    keyOf: (key) => (key === 'k1' ? { bot: 'shop', secret: 'the secret' } : null),
    says: (bot, said) => {
      own.push({ bot, ...said })
      return said.request === 'down' ? Promise.reject(new Error('disk')) : Promise.resolve('')
    },
    seen: (bot, outcome) => outcomes.push(`${bot} ${outcome}`),
  })
  return { clock, bots, own, outcomes }
}

test('a bot that proves its key is told what happens, and what it answers is taken', async () => {
  const { bots, outcomes } = begun()
  expect(bots.tell(told, asked)).toBeNull()
  const program = new Program(bots).hello()
  expect(program.heard.at(-1)).toEqual({ welcome: 'shop' })
  expect(program.passed).toBe(1)
  const answer = bots.tell(told, asked)
  const { tell } = program.heard.at(-1)!
  expect(tell).toMatchObject({ event: 'cnt_c1.2', type: 'said', text: '返品したい', contact: 'cnt_c1', site: 'shop' })
  program.says({ answer: tell.event, actions: [{ say: 'はい' }] })
  expect(await answer).toEqual({ status: 200, body: { actions: [{ say: 'はい' }] } })
  const silent = bots.tell(told, asked)
  program.says({ answer: tell.event })
  expect(await silent).toEqual({ status: 200, body: null })
  expect(outcomes).toEqual(['shop answered', 'shop answered'])
})

test.each([
  ['another secret', (program: Program) => program.hello('k1', 'another')],
  ['a key that there is none of', (program: Program) => program.hello('k9')],
  ['what was signed for another line', (program: Program) => program.hello('k1', 'the secret', 'x')],
  ['no signature', (program: Program) => program.says({ key: 'k1' })],
])('%s opens nothing', async (_, hello) => {
  const { bots } = begun()
  const program = new Program(bots)
  hello(program)
  expect([program.closedWith, bots.tell(told, asked)]).toEqual([4401, null])
})

test('who says nothing is not waited for, and nonsense ends the line', async () => {
  const { bots, clock } = begun()
  const silent = new Program(bots)
  while (clock.elapsedMs < seconds(10)) clock.step((clock.now() + 60_000) as never)
  expect([silent.closedWith, silent.passed]).toEqual([4408, 0])
  await Promise.resolve()
  expect(silent.passed).toBe(1)
  for (const nonsense of ['{', '[]', 'null', '{"contact":7}', '{"contact":"cnt_1","request":"with blank"}']) {
    const program = new Program(bots).hello()
    program.says(nonsense)
    expect(program.closedWith).toBe(4400)
  }
})

test('a line that goes loses nothing: what it was told is asked again, of the next one', async () => {
  const { bots, clock, outcomes } = begun()
  const first = new Program(bots).hello()
  const second = new Program(bots).hello()
  const answers = [bots.tell(told, asked), bots.tell({ ...told, key: 'cnt_c2.1' }, asked)]
  // In turn.
  expect([first.heard.length, second.heard.length]).toEqual([3, 3])
  second.leave()
  expect(await answers[0]).toEqual({ failed: 'unreachable' })
  const again = bots.tell(told, asked)
  expect(first.heard.at(-1)!.tell.event).toBe('cnt_c1.2')
  while (outcomes.filter((outcome) => outcome === 'shop timeout').length < 2)
    clock.step((clock.now() + 60_000) as never)
  expect(await again).toEqual({ failed: 'timeout' })
  first.leave()
  expect(bots.tell(told, asked)).toBeNull()
})

test('what it says by itself is taken, and it hears what became of it', async () => {
  const { bots, own } = begun()
  const program = new Program(bots).hello()
  program.says({ contact: 'cnt_c1', request: 'r1', actions: [{ say: 'Found it.' }] })
  program.says({ contact: 'cnt_c1', request: 'down', actions: [] })
  await new Promise((resolve) => setImmediate(resolve))
  expect(own).toEqual([
    { bot: 'shop', contact: 'cnt_c1', request: 'r1', actions: [{ say: 'Found it.' }] },
    { bot: 'shop', contact: 'cnt_c1', request: 'down', actions: [] },
  ])
  expect(program.heard.slice(-2)).toEqual([
    { said: 'r1', code: '' },
    { said: 'down', code: 'storage.unavailable' },
  ])
})

test('one bot opens no more than sixteen lines', () => {
  const { bots } = begun()
  const programs = Array.from({ length: 17 }, () => new Program(bots).hello())
  expect(programs.map(({ closedWith }) => closedWith)).toEqual([...Array.from({ length: 16 }, () => null), 4429])
})
