/**
 * The ways to a worker, over a real local server and real files; the worker itself is a script that refuses to run
 * without its parent, with the same exit code as the real one. Only building is left to a machine that needs it.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstFileOf } from './download.mjs'
import { getWorker } from './index.mjs'
import { patches } from './patches.mjs'

const refusing = '#!/bin/sh\nexit 41\n'
const broken = '#!/bin/sh\necho "version GLIBC_9.99 not found" >&2\nexit 1\n'

let folder: string
let server: Server
let requested: string[]
let answer: Buffer | null
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'worker-test-'))
  mkdirSync(join(folder, 'mediasoup'))
  const manifest = { version: '9.9.9', repository: { url: 'git+https://nowhere.invalid/mediasoup.git' } }
  writeFileSync(join(folder, 'mediasoup', 'package.json'), JSON.stringify(manifest))
  requested = []
  answer = null
  server = createServer((request, response) => {
    requested.push(request.url ?? '')
    response.writeHead(answer ? 200 : 404).end(answer ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const script = (text: string, name = 'worker'): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, 0o755)
  return path
}

/** A tar archive of one file, as `tar` writes it: a header of 512 bytes, then the bytes, filled up to 512. */
function tar(name: string, text: string, kind = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124)
  header.write(kind, 156)
  return Buffer.concat([header, Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)])
}

/** Asks for a worker on a machine that lacks the compiler's packages and may not install them. */
function ask(env: Record<string, string> = {}) {
  const tools = {
    run: () => Promise.reject(new Error('nothing may be run')),
    onInterrupt: () => () => {},
    works: (command: string) => Promise.resolve(command !== 'meson'),
    installPackages: (packages: string[]) => Promise.resolve(`run as root: apt-get install ${packages.join(' ')}`),
    progress: () => {},
  }
  const { port } = server.address() as AddressInfo
  const base = { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: `http://127.0.0.1:${port}/releases` }
  return getWorker(join(folder, 'mediasoup'), tools, { XDG_CACHE_HOME: join(folder, 'cache'), ...base, ...env })
}
const cached = (): string[] => readdirSync(join(folder, 'cache', 'madoguchi'))

test('a given worker is taken as it is, and nothing is asked of the network', async () => {
  const bin = script(refusing)
  expect(await ask({ MEDIASOUP_WORKER_BIN: bin })).toEqual({ bin, how: 'given by MEDIASOUP_WORKER_BIN' })
  expect(requested).toEqual([])
})

test('a given worker that does not start is refused in a sentence, not replaced behind the back of who gave it', async () => {
  const worker = await ask({ MEDIASOUP_WORKER_BIN: script(broken) })
  expect(worker).toEqual({
    bin: null,
    reason: expect.stringMatching(/^MEDIASOUP_WORKER_BIN: .*GLIBC_9\.99 not found$/),
  })
})

test('a worker is downloaded once, and comes from the cache afterwards', async () => {
  answer = gzipSync(
    Buffer.concat([tar('pax', '19 path=whatever\n', 'x'), tar('mediasoup-worker', refusing), Buffer.alloc(1024)]),
  )
  const first = await ask()
  expect(first).toMatchObject({ how: 'downloaded' })
  expect(readFileSync(first.bin ?? '', 'utf8')).toBe(refusing)
  expect(requested).toHaveLength(1)
  expect(requested[0]).toMatch(
    new RegExp(`^/releases/9\\.9\\.9/mediasoup-worker-9\\.9\\.9-${process.platform}-${process.arch}`),
  )
  expect(await ask()).toEqual({ bin: first.bin, how: 'from the cache' })
  expect(requested).toHaveLength(1)
})

test('a cached worker that no longer starts is thrown away and had anew', async () => {
  answer = gzipSync(tar('mediasoup-worker', refusing))
  const { bin } = await ask()
  script(broken, join('cache', 'madoguchi', basename(bin ?? '')))
  expect(await ask()).toEqual({ bin, how: 'downloaded' })
})

test('a downloaded worker that does not start here is not kept', async () => {
  answer = gzipSync(tar('mediasoup-worker', broken))
  expect(await ask()).toMatchObject({ bin: null, reason: expect.stringContaining('does not start here') })
  expect(cached().filter((name) => !name.endsWith('.json'))).toEqual([])
})

test('without a way to any, the reason names both failures and the exact command', async () => {
  expect(await ask()).toEqual({
    bin: null,
    reason: expect.stringMatching(
      /has no worker for this machine \(status 404\); to build it here, run as root: apt-get install meson$/,
    ),
  })
})

test('a network that leads nowhere is said to', async () => {
  const worker = await ask({ MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'http://127.0.0.1:1/releases' })
  expect(worker).toMatchObject({
    bin: null,
    reason: expect.stringMatching(/^127\.0\.0\.1:1 cannot be reached from here; /),
  })
})

test('a failure is remembered, so that the next start does not try again; told to forget, it does', async () => {
  await ask()
  expect(await ask()).toMatchObject({ bin: null, reason: expect.stringContaining('(remembered; delete ') })
  expect(requested).toHaveLength(1)
  const memory = cached().find((name) => name.endsWith('.failed.json'))
  rmSync(join(folder, 'cache', 'madoguchi', memory ?? ''))
  await ask()
  expect(requested).toHaveLength(2)
})

test('an archive without a file, or that is none, is refused', () => {
  expect(() => firstFileOf(Buffer.alloc(1024))).toThrow('the archive holds no file')
  expect(() => firstFileOf(Buffer.from('not an archive'))).toThrow('the archive holds no file')
})

test('every patch fits the source that is installed, exactly once', () => {
  const source = fileURLToPath(new URL('../../node_modules/mediasoup/worker', import.meta.url))
  for (const { file, from } of patches)
    expect(readFileSync(join(source, file), 'utf8').split(from), file).toHaveLength(2)
})

test('every library that stands in for a download is one that the source asks for', () => {
  const subprojects = fileURLToPath(new URL('../../node_modules/mediasoup/worker/subprojects', import.meta.url))
  for (const name of readdirSync(fileURLToPath(new URL('./system', import.meta.url)))) {
    expect(existsSync(join(subprojects, `${name}.wrap`)), name).toBe(true)
  }
})
