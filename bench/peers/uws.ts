/**
 * Bare uWebSockets.js: what `/sender/N` says goes to `/receiver/N` by a topic, as fast as this engine can. Its one argument is
 * how much it does: `publish` looks at nothing; `decoded` reads each frame first; the name of a keeper has each frame kept
 * and on the disk before it goes on. What comes while the disk is at work is kept together next.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type * as uWS from 'uWebSockets.js'
import { decode, frameKinds } from '#protocol'
import type { Keeper } from './keeper.ts'
import { keepers } from './keepers.ts'

interface Ends {
  readonly pair: string
  readonly receives: boolean
}

const { default: engine } = (await import('uWebSockets.js')) as unknown as { default: typeof uWS }
const app = engine.App()
const mode = process.argv[2]!

/** What the records of a store weigh in all of our measurements. */
const recordBytes = 200

/** The bytes as they came, which are good for this turn only, behind room for what a real record says beside them. */
function recordOf(bytes: ArrayBuffer): Buffer {
  const record = Buffer.alloc(Math.max(recordBytes, bytes.byteLength))
  record.set(new Uint8Array(bytes), record.length - bytes.byteLength)
  return record
}

function checked(bytes: ArrayBuffer): void {
  const frame = decode(new Uint8Array(bytes))
  if (!Array.isArray(frame) || frame[0] !== frameKinds.request) throw new Error('This is no request.')
}

type Pass = (pair: string, bytes: ArrayBuffer) => void

function keptFirst(keeper: Keeper): Pass {
  let waiting: { readonly pair: string; readonly record: Buffer; readonly length: number }[] = []
  let busy = false
  const keep = async (): Promise<void> => {
    while (waiting.length > 0) {
      const now = waiting
      waiting = []
      await keeper.keep(now.map(({ record }) => record))
      for (const { pair, record, length } of now) app.publish(pair, record.subarray(-length), true)
    }
    busy = false
  }
  return (pair, bytes) => {
    checked(bytes)
    waiting.push({ pair, record: recordOf(bytes), length: bytes.byteLength })
    if (busy) return
    busy = true
    // After everything of this turn has been read.
    setImmediate(() => void keep())
  }
}

async function passing(): Promise<Pass> {
  if (mode === 'publish') return (pair, bytes) => void app.publish(pair, bytes, true)
  if (mode === 'decoded')
    return (pair, bytes) => {
      checked(bytes)
      app.publish(pair, bytes, true)
    }
  return keptFirst(await keepers[mode as keyof typeof keepers](mkdtempSync(join(process.cwd(), `${mode}-`))))
}

const pass = await passing()
app.ws<Ends>('/:role/:pair', {
  idleTimeout: 0,
  upgrade: (response, request, context) => {
    const ends = { receives: request.getParameter(0) === 'receiver', pair: request.getParameter(1) ?? '' }
    const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map((name) =>
      request.getHeader(`sec-websocket-${name}`),
    )
    response.upgrade(ends, key!, protocol!, extensions!, context)
  },
  open: (socket) => {
    const { pair, receives } = socket.getUserData()
    if (receives) socket.subscribe(pair)
  },
  message: (socket, bytes) => pass(socket.getUserData().pair, bytes),
})
app.listen('127.0.0.1', 0, (listening) => {
  if (listening !== false) console.log(`port ${engine.us_socket_local_port(listening)}`)
})
process.once('SIGTERM', () => process.exit(0))
