/**
 * A real hub for tests: the built launcher with its children, on a free port, with data in a folder of its own. It can be
 * killed with `kill -9` at any moment; the launcher brings it back.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const demoPassword = 'only-for-this-test-run'
const launcher = fileURLToPath(new URL('../../dist/hub/launcher.js', import.meta.url))

export interface RealHub {
  readonly port: number
  /** `http://127.0.0.1:<port>`, listed as an origin of the demo's site. */
  readonly origin: string
  readonly dataFolder: string
  /** How often a hub has begun to serve. */
  readonly starts: number
  /** Of the hub's process, which the launcher may have started anew; undefined while none serves. */
  readonly pid: number | undefined
  /** Of the media process, which the launcher may have started anew; undefined before the first. */
  readonly mediaPid: number | undefined
  /** `kill -9` of the hub's process. False while none serves. */
  kill(): boolean
  /** Resolves once a hub serves that began after the last kill. */
  serving(): Promise<void>
  /** Lines of the log that tell of a warning or worse. */
  readonly complaints: readonly string[]
  /** SIGTERM, as an orderly stop. Resolves with the exit code. */
  stop(): Promise<number | null>
  /** Removes the data. Call after `stop`. */
  remove(): void
}

/** Limits that let one address play many people. */
export const manyPeople = {
  socketsBeforeHelloPerAddress: 10_000,
  upgradesPerMinutePerAddress: 100_000,
  ticketsPerMinutePerAddress: 100_000,
  signInsPerMinutePerAddress: 100_000,
  requestsPerMinutePerSession: 60_000,
  messagesPerMinutePerSession: 60_000,
  messagesPerContactMax: 1_000_000,
  textMegabytesPerContactMax: 1_000,
  contactsPerHourPerVisitor: 100_000,
  contactsPerHourPerAddress: 1_000_000,
  contactsPerMinutePerSite: 1_000_000,
}

/**
 * Starts it. Rejects with what it printed when it does not come up. `stopped`: one that has ended, to go on from in its place.
 * `heard` is given every line that it prints. `within` makes the command of the arguments for Node, where it is not plain
 * Node that runs it: the hub inherits processor and arguments from its launcher.
 */
export async function startRealHub(
  env: Readonly<Record<string, string>> = {},
  stopped?: Pick<RealHub, 'port' | 'dataFolder'>,
  heard: (line: string) => void = () => {},
  within: (args: readonly string[]) => [command: string, args: string[]] = (args) => [process.execPath, [...args]],
): Promise<RealHub> {
  if (!existsSync(launcher)) throw new Error('There is no built hub: run `npm run build` first.')
  const dataFolder = stopped?.dataFolder ?? mkdtempSync(join(tmpdir(), 'madoguchi-test-'))
  const configFile = join(dataFolder, 'test.json')
  writeFileSync(configFile, JSON.stringify({ limits: manyPeople }))
  const port = stopped?.port ?? Number(env.MADOGUCHI_PORT ?? (await freePort()))
  const child = spawn(...within([launcher]), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      MADOGUCHI_MODE: 'demo',
      MADOGUCHI_PORT: String(port),
      MADOGUCHI_DATA: dataFolder,
      MADOGUCHI_CONFIG: configFile,
      MADOGUCHI_DEMO_PASSWORD: demoPassword,
      MADOGUCHI_LOG_LEVEL: 'info',
      MADOGUCHI_MEDIA_WORKERS: '1',
      ...env,
    },
  })
  const hub = new Running(child, port, dataFolder, heard)
  await hub.serving()
  return hub
}

/** What matters of a line of the log. */
interface Said {
  readonly level?: string | number
  readonly msg?: string
  readonly pid?: number
  readonly child?: string
  readonly childPid?: number
}

class Running implements RealHub {
  readonly origin: string
  readonly complaints: string[] = []
  starts = 0
  #hubPid: number | null = null
  mediaPid: number | undefined
  #waiting: { resolve(): void; reject(error: Error): void }[] = []
  readonly #printed: string[] = []
  readonly #ended: Promise<number | null>

  constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly dataFolder: string,
    heard: (line: string) => void,
  ) {
    this.origin = `http://127.0.0.1:${port}`
    for (const stream of [child.stdout!, child.stderr!])
      createInterface({ input: stream }).on('line', (line) => {
        heard(line)
        this.#heard(line)
      })
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    void this.#ended.then(() => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`the hub ended:\n${this.#printed.join('\n')}`))
    })
  }

  get pid(): number | undefined {
    return this.#hubPid ?? undefined
  }

  kill(): boolean {
    if (this.#hubPid === null) return false
    process.kill(this.#hubPid, 'SIGKILL')
    this.#hubPid = null
    return true
  }

  serving(): Promise<void> {
    if (this.#hubPid !== null) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return this.#ended
  }

  remove(): void {
    rmSync(this.dataFolder, { recursive: true, force: true })
  }

  #heard(line: string): void {
    this.#printed.push(line)
    if (this.#printed.length > 200) this.#printed.shift()
    if (!line.startsWith('{')) return
    const said = JSON.parse(line) as Said
    if (said.msg === 'started' && said.child === 'media') this.mediaPid = said.childPid
    if (said.level === 'error' || said.level === 'warn') this.complaints.push(line)
    if (said.msg !== 'the hub serves' || said.pid === undefined) return
    this.#hubPid = said.pid
    this.starts += 1
    for (const { resolve } of this.#waiting.splice(0)) resolve()
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
