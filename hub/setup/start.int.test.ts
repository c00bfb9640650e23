/** The one command, from outside: what `npm start` runs, with the real hub and media process behind it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { workerAtHand } from '../../media/worker/index.mjs'

const worker =
  process.env.MADOGUCHI_WORKER_BIN ??
  workerAtHand(fileURLToPath(new URL('../../node_modules/mediasoup', import.meta.url)))
if (!worker) console.warn(`one test is skipped, no media worker: ${process.env.MADOGUCHI_WORKER_REASON ?? ''}`)

let folder: string
let started: ChildProcess | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-test-'))
  started = null
})
afterEach(() => {
  started?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

interface Started {
  readonly process: ChildProcess
  readonly ended: Promise<number | null>
  /** Everything that was printed so far. */
  text(): string
}

const script = fileURLToPath(new URL('./start.mjs', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

function start(port: number, env: Record<string, string> = {}, command = [process.execPath, script]): Started {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('MADOGUCHI_'))
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    env: {
      ...Object.fromEntries(own),
      // Neither a download nor a build is waited for here.
      MEDIASOUP_WORKER_BIN: worker ?? '/bin/false',
      MADOGUCHI_PORT: String(port),
      MADOGUCHI_DATA: join(folder, 'data'),
      MADOGUCHI_DEMO_PASSWORD: 'for this test only',
      ...env,
    },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started = child
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  return { process: child, ended: new Promise((resolve) => child.on('exit', resolve)), text: () => text }
}

async function listening(host = '127.0.0.1'): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return server
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port
async function freePort(): Promise<number> {
  const server = await listening()
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface Ready {
  ready: boolean
  media: { available: boolean; reason: string }
}
async function ready(port: number): Promise<Ready> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  return (await answer.json()) as Ready
}
const until = (condition: () => Promise<void>): Promise<void> =>
  vi.waitFor(condition, { timeout: 60_000, interval: 50 })
const becomesReady = (port: number): Promise<void> =>
  until(async () => expect(await ready(port)).toMatchObject({ ready: true }))
/** The process id of a child, from the launcher's log. */
const pidOf = (text: string, child: string): number =>
  Number([...text.matchAll(new RegExp(`"child":"${child}","childPid":(\\d+),"msg":"started"`, 'g'))].at(-1)?.[1])

test('it serves the pages, says where they are, comes back after kill -9, and drains on SIGTERM', async () => {
  const port = await freePort()
  const { process: launcher, ended, text } = start(port)
  await becomesReady(port)
  for (const path of ['/', '/w.js', '/agent/'])
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status, path).toBe(200)
  expect(text()).toContain(`:${port}/agent/`)

  const first = pidOf(text(), 'hub')
  process.kill(first, 'SIGKILL')
  await until(() => Promise.resolve(expect(pidOf(text(), 'hub')).not.toBe(first)))
  await becomesReady(port)

  launcher.kill('SIGTERM')
  expect(await ended).toBe(0)
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
})

test('ending npm ends what it has started', async () => {
  const port = await freePort()
  const { process: npm, text } = start(port, {}, ['npm', '--prefix', root, 'start'])
  await becomesReady(port)
  const hub = pidOf(text(), 'hub')
  npm.kill('SIGTERM')
  await until(() => Promise.resolve(expect(() => process.kill(hub, 0)).toThrow('ESRCH')))
})

test('without a media worker it serves all the same, and says why there is neither voice nor video', async () => {
  const port = await freePort()
  start(port, { MEDIASOUP_WORKER_BIN: '/bin/false' })
  await becomesReady(port)
  await until(async () => {
    const { media } = await ready(port)
    expect(media).toEqual({ available: false, reason: 'MEDIASOUP_WORKER_BIN: /bin/false ended with code 1' })
  })
})

test.skipIf(!worker)('with a media worker it says that calls can be carried', async () => {
  const port = await freePort()
  start(port)
  await until(async () => expect((await ready(port)).media).toEqual({ available: true, reason: '' }))
})

test('a port in use ends it with one sentence that names the port', async () => {
  const taken = await listening()
  const { ended, text } = start(portOf(taken), { MADOGUCHI_LOG_LEVEL: 'error' })
  expect(await ended).toBe(78)
  const about = text()
    .split('\n')
    .filter((line) => line.includes(String(portOf(taken))))
  expect(about).toHaveLength(1)
  expect(text()).not.toMatch(/\n\s+at /)
  taken.close()
})

test('a data folder that cannot be made ends it with one sentence that names the folder', async () => {
  // A file in its place, since a folder without rights stops nobody who runs the tests as root.
  const file = join(folder, 'file')
  writeFileSync(file, '')
  chmodSync(file, 0o444)
  const { ended, text } = start(await freePort(), { MADOGUCHI_DATA: join(file, 'data'), MADOGUCHI_LOG_LEVEL: 'error' })
  expect(await ended).toBe(78)
  expect(text()).toContain(join(file, 'data'))
  expect(text()).not.toMatch(/\n\s+at /)
})

test('for real work it wants a configuration, and says so in one sentence', async () => {
  const { ended, text } = start(await freePort(), { MADOGUCHI_LOG_LEVEL: 'error' }, [
    process.execPath,
    script,
    '--serve',
  ])
  expect(await ended).toBe(78)
  expect(text()).not.toMatch(/\n\s+at /)
})
