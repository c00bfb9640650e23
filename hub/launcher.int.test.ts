/** The launcher as a real process over small real children, which say what happens to them in a file. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder: string
let launcher: ChildProcess | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher-test-'))
  launcher = null
})
afterEach(() => {
  launcher?.kill('SIGKILL')
  for (const line of diary()) tryKill(Number(line.split(' ')[2]))
  rmSync(folder, { recursive: true, force: true })
})

/** A child that writes `<name> <what> <pid>` on starting, on SIGTERM and when its parent is gone. */
const child = (name: string, onTerm = 'process.exit(0)') => `
import { appendFileSync } from 'node:fs'
const note = (what) => appendFileSync(${JSON.stringify(join(folder, 'diary'))}, ${JSON.stringify(name)} + ' ' + what + ' ' + process.pid + '\\n')
process.on('SIGTERM', () => { note('term'); ${onTerm} })
process.on('disconnect', () => { note('orphaned'); process.exit(0) })
setInterval(() => {}, 1000)
note('up')
`

function diary(): string[] {
  const path = join(folder, 'diary')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}
const deeds = (): string[] => diary().map((line) => line.split(' ').slice(0, 2).join(' '))
const pidOf = (deed: string): number =>
  Number(
    diary()
      .findLast((line) => line.startsWith(`${deed} `))
      ?.split(' ')[2],
  )

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already, as it should be.
  }
}
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function launch(
  hub: string,
  media: string,
  env: Record<string, string> = {},
  detached = false,
): Promise<number | null> {
  writeFileSync(join(folder, 'hub.mjs'), hub)
  writeFileSync(join(folder, 'media.mjs'), media)
  const entry = fileURLToPath(new URL('./launcher.ts', import.meta.url))
  const started = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: {
      ...process.env,
      MADOGUCHI_HUB_ENTRY: join(folder, 'hub.mjs'),
      MADOGUCHI_MEDIA_ENTRY: join(folder, 'media.mjs'),
      MADOGUCHI_LOG_LEVEL: 'silent',
      // Where the launcher makes its own folder: one that was killed cannot remove it.
      TMPDIR: folder,
      ...env,
    },
    stdio: 'inherit',
    detached,
  })
  launcher = started
  return new Promise((resolve) => started.on('exit', (code) => resolve(code)))
}
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 20_000, interval: 20 })
const bothUp = (): Promise<void> => until(() => expect(deeds().slice().sort()).toEqual(['hub up', 'media up']))

test('a hub killed by kill -9 is back at once, and the media process never notices', async () => {
  void launch(child('hub'), child('media'))
  await bothUp()
  const first = pidOf('hub up')
  process.kill(first, 'SIGKILL')
  const killedAt = performance.now()
  await until(() => expect(deeds().filter((deed) => deed === 'hub up')).toHaveLength(2))
  // 100 ms of back-off and the start of a process; far below the 5 s that the back-off could reach.
  expect(performance.now() - killedAt).toBeLessThan(2_500)
  expect(pidOf('hub up')).not.toBe(first)
  expect(deeds()).not.toContain('media term')
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s drains the hub first, then ends the media process, with code 0',
  async (signal) => {
    const ended = launch(child('hub', 'setTimeout(() => { note("drained"); process.exit(0) }, 200)'), child('media'))
    await bothUp()
    launcher?.kill(signal)
    expect(await ended).toBe(0)
    expect(deeds().slice(2)).toEqual(['hub term', 'hub drained', 'media term'])
  },
)

test('Ctrl-C in a terminal, which signals the whole group, tells the hub only once', async () => {
  const hub = child('hub', 'setTimeout(() => { note("drained"); process.exit(0) }, 200)')
  const ended = launch(`process.on('SIGINT', () => process.exit(1))\n${hub}`, child('media'), {}, true)
  await bothUp()
  process.kill(-(launcher?.pid ?? Number.NaN), 'SIGINT')
  expect(await ended).toBe(0)
  expect(deeds().slice(2)).toEqual(['hub term', 'hub drained', 'media term'])
})

test('a hub that does not drain in time is killed, and the exit code tells', async () => {
  const ended = launch(child('hub', ''), child('media'), { MADOGUCHI_DRAIN_MS: '300' })
  await bothUp()
  const hub = pidOf('hub up')
  launcher?.kill('SIGTERM')
  expect(await ended).toBe(1)
  expect(alive(hub)).toBe(false)
  expect(deeds()).toContain('media term')
})

test('a wrong configuration ends everything with its code instead of being tried again', async () => {
  const ended = launch('process.exit(78)', child('media'))
  expect(await ended).toBe(78)
  expect(diary().every((line) => !alive(Number(line.split(' ')[2])))).toBe(true)
})

test('children notice that the launcher was killed', async () => {
  const ended = launch(child('hub'), child('media'))
  await bothUp()
  launcher?.kill('SIGKILL')
  await ended
  await until(() => expect(deeds().slice(2).sort()).toEqual(['hub orphaned', 'media orphaned']))
})

test('both children get the same address for the media socket, short enough for one, and nothing of it is left', async () => {
  const told = join(folder, 'told')
  const tell = `import { appendFileSync as add } from 'node:fs'; add(${JSON.stringify(told)}, process.env.MADOGUCHI_MEDIA_SOCKET + '\\n')\n`
  const ended = launch(tell + child('hub'), tell + child('media'))
  await bothUp()
  launcher?.kill('SIGTERM')
  await ended
  const [first = '', second] = readFileSync(told, 'utf8').trim().split('\n')
  expect(second).toBe(first)
  expect(Buffer.byteLength(first)).toBeLessThanOrEqual(107)
  expect(existsSync(join(first, '..'))).toBe(false)
})
