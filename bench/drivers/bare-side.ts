/** The floor to compare with: a child process with nothing but uWebSockets.js, which passes the very same request frames on. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { decode, encode, frameKinds, requests, type RequestBody } from '#protocol'
import type { Side } from './side.ts'

const script = fileURLToPath(new URL('./bare-relay.ts', import.meta.url))
const { body } = requests['message.send']
/** As long as the hub's own ids. */
const contact = 'cnt_0123456789abcdefghij' as RequestBody<'message.send'>['contact']

export async function bareSide(pairs: number): Promise<Side> {
  const child = fork(script, [], { execArgv: ['--import', 'tsx'] })
  const [port] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown]
  if (typeof port !== 'object')
    throw new Error('The bare relay did not start: uWebSockets.js has no binary for this Node.')
  const open = async (role: string, pair: number): Promise<WebSocket> => {
    const address = `ws://127.0.0.1:${(port as { port: number }).port}/${role}/${pair}`
    const socket = new WebSocket(address, { perMessageDeflate: false })
    await once(socket, 'open')
    return socket
  }
  const senders: WebSocket[] = []
  let count = 0
  const side: Side = {
    name: 'bare relay',
    pids: [child.pid!],
    arrived: () => {},
    send: (pair, text) => {
      const wire = body.pack({ contact, text, attachments: [] })
      senders[pair]!.send(encode([frameKinds.request, `r${++count}`.padEnd(24, '-'), 'message.send', wire]))
    },
    close: async () => void (child.disconnect(), await once(child, 'exit')),
  }
  for (let pair = 0; pair < pairs; pair++) {
    const receiver = await open('receiver', pair)
    receiver.on('message', (bytes: Buffer) => {
      const [, , , wire] = decode(bytes) as [number, string, string, unknown]
      side.arrived(pair, body.read(wire).text)
    })
    senders.push(await open('sender', pair))
  }
  return side
}
