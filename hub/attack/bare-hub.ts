/**
 * The built hub alone, without its launcher, for tests of pages: once killed it stays down until it is started again, on the
 * same port and data. See real-hub.ts for one that comes back by itself.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoPassword } from './real-hub.ts'

/** Where `npm run build` puts everything; the hub serves the pages beside it. */
export const distFolder = fileURLToPath(new URL('../../dist', import.meta.url))

export class BareHub {
  readonly #data = mkdtempSync(join(tmpdir(), 'madoguchi-bare-'))
  #process: ChildProcess | null = null
  #port = 0

  private constructor(private readonly settings: Readonly<Record<string, string>>) {}

  /** Resolves when it serves. `settings` are further variables of its environment. */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<BareHub> {
    const hub = new BareHub(settings)
    await hub.start()
    return hub
  }

  /** An origin of the demo's site. */
  get origin(): string {
    return `http://localhost:${this.#port}`
  }

  /** Starts it again after a kill. Rejects with what it printed when it ends instead. */
  async start(): Promise<void> {
    const entry = join(distFolder, 'hub/main.js')
    if (!existsSync(entry)) throw new Error('There is no built hub: run `npm run build` first.')
    const child = spawn(process.execPath, [entry], {
      env: {
        ...process.env,
        MADOGUCHI_MODE: 'demo',
        MADOGUCHI_DEMO_PASSWORD: demoPassword,
        MADOGUCHI_DATA: this.#data,
        MADOGUCHI_PORT: String(this.#port),
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#port = await new Promise<number>((resolve, reject) => {
      let said = ''
      const read = (chunk: Buffer): void => {
        said += chunk.toString()
        const port = /Agent app\s+http:\/\/localhost:(\d+)/.exec(said)?.[1]
        if (port !== undefined) resolve(Number(port))
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => reject(new Error(`the hub ended with ${code}: ${said}`)))
    })
  }

  /** `kill -9`. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  /** Kills it and removes its data. */
  async close(): Promise<void> {
    await this.kill()
    rmSync(this.#data, { recursive: true, force: true })
  }
}
