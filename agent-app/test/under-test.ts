/**
 * Test support: the app and the hub as they are built, in a folder of their own so that other builds do not disturb, and the
 * browser they are tried in.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { build as buildPages } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that the hub finds its packages. */
const dist = (name: string): string => join(root, 'dist', `test-agent-app-${name}`)

/** Builds the page below `dist/`; returns its folder. `name` keeps test files that run side by side apart. */
export async function buildApp(name: string): Promise<string> {
  const outDir = join(dist(name), 'agent-app')
  await buildPages({
    configFile: join(root, '.config/vite.agent-app.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  })
  return outDir
}

/** Builds the hub beside the page, where it looks for it. Returns its file. */
async function buildHub(name: string): Promise<string> {
  const outfile = join(dist(name), 'hub/main.js')
  await bundle({
    absWorkingDir: root,
    entryPoints: ['hub/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  })
  return outfile
}

export const password = 'a password for tests'

/** A real hub in demo mode, which can be killed and started again on the same data and port. */
export class RealHub {
  readonly #data = mkdtempSync(join(tmpdir(), 'madoguchi-agent-app-'))
  #process: ChildProcess | null = null
  #port = 0

  private constructor(private readonly file: string) {}

  static async start(name: string): Promise<RealHub> {
    const [file] = await Promise.all([buildHub(name), buildApp(name)])
    const hub = new RealHub(file)
    await hub.start()
    return hub
  }

  get origin(): string {
    return `http://localhost:${this.#port}`
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.file], {
      cwd: root,
      env: {
        ...process.env,
        MADOGUCHI_MODE: 'demo',
        MADOGUCHI_DEMO_PASSWORD: password,
        MADOGUCHI_DATA: this.#data,
        MADOGUCHI_PORT: String(this.#port),
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

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.#data, { recursive: true, force: true })
  }
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
