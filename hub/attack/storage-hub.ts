/**
 * The built hub without its launcher, on a data folder that the attack chooses: killed, it stays down until it is started
 * again, on the same port, with another environment when that is wanted.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { demoPassword, freePort, manyPeople } from './real-hub.ts'

const entry = fileURLToPath(new URL('../../dist/hub/main.js', import.meta.url))

/** How a process ended, and what it had printed. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly printed: string
}

/** The disk of the attack is smaller than what is kept free of a real one. */
const limits = { ...manyPeople, uploadsPerMinutePerAddress: 100_000, freeMegabytesMin: 0 }

export class StorageHub {
  readonly origin: string
  readonly complaints: string[] = []
  starts = 0
  #child: ChildProcess | null = null
  #serves = false
  #end: End | null = null
  #ended: Promise<End> = Promise.resolve({ code: null, signal: null, printed: '' })
  #waiting: (() => void)[] = []

  private constructor(
    /** Where the configuration is; the data is in `dataFolder`. */
    private readonly place: string,
    public dataFolder: string,
    readonly port: number,
  ) {
    this.origin = `http://127.0.0.1:${port}`
  }

  /** Nothing is started yet. `place` is a folder for its configuration, which the caller removes. */
  static async at(place: string, dataFolder: string): Promise<StorageHub> {
    if (!existsSync(entry)) throw new Error('There is no built hub: run `npm run build` first.')
    writeFileSync(join(place, 'hub.json'), JSON.stringify({ limits }))
    return new StorageHub(place, dataFolder, await freePort())
  }

  /** Resolves to true when it serves, to false when it has ended before. */
  start(env: Readonly<Record<string, string>> = {}): Promise<boolean> {
    const child = spawn(process.execPath, [entry], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        MADOGUCHI_MODE: 'demo',
        MADOGUCHI_PORT: String(this.port),
        MADOGUCHI_DATA: this.dataFolder,
        MADOGUCHI_CONFIG: join(this.place, 'hub.json'),
        MADOGUCHI_DEMO_PASSWORD: demoPassword,
        MADOGUCHI_LOG_LEVEL: 'info',
        ...env,
      },
    })
    this.#child = child
    this.#end = null
    const printed: string[] = []
    for (const stream of [child.stdout!, child.stderr!])
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (printed.length > 100) printed.shift()
        this.#heard(line)
      })
    this.#ended = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        this.#serves = false
        resolve((this.#end = { code, signal, printed: printed.join('\n') }))
      }),
    )
    return Promise.race([this.serving().then(() => true), this.#ended.then(() => false)])
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** A process is there. */
  get running(): boolean {
    return this.#child !== null && this.#end === null
  }

  /** The end of the process that was started last, if it has ended. */
  get end(): End | null {
    return this.#end
  }

  /** Resolves when the process that was started last is gone. */
  get ended(): Promise<End> {
    return this.#ended
  }

  kill(): boolean {
    return this.#serves && this.#child!.kill('SIGKILL')
  }

  serving(): Promise<void> {
    return this.#serves ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** SIGTERM. Resolves with the exit code, null when it was killed instead. */
  async stop(): Promise<number | null> {
    if (this.#child?.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM')
    return (await this.#ended).code
  }

  /** Ends it, whatever it is doing. Its folders are the caller's. */
  async close(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#ended
  }

  #heard(line: string): void {
    if (!line.startsWith('{')) return
    const said = JSON.parse(line) as { level?: string; msg?: string }
    if (said.level === 'error' || said.level === 'warn') this.complaints.push(line)
    if (said.msg !== 'the hub serves') return
    this.#serves = true
    this.starts += 1
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
