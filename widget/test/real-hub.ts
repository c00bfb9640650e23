/**
 * Test support: the real hub as it is built, with the widget and the sample shop beside it, in a folder of its own so that
 * other builds do not disturb. It can be killed and started again on the same data and port.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import WebSocket from 'ws'
import { browserClock, HubClient } from '#client'
import type { DeskContact, DeskOffer } from '#protocol'
import { buildWidget } from './build.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that the hub finds its packages. */
const dist = join(root, 'dist', 'test-widget')
const password = 'a password for tests'

export class RealHub {
  #process: ChildProcess | undefined
  #port = 0

  private constructor(private readonly data: string) {}

  static async start(): Promise<RealHub> {
    await build({
      absWorkingDir: root,
      entryPoints: ['hub/main.ts'],
      outfile: join(dist, 'hub/main.js'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'silent',
    })
    const widget = await buildWidget()
    await cp(join(widget.folder, 'widget'), join(dist, 'widget'), { recursive: true })
    await widget.remove()
    await cp(join(root, 'widget/sample'), join(dist, 'sample'), { recursive: true })
    const hub = new RealHub(await mkdtemp(join(tmpdir(), 'madoguchi-widget-hub-')))
    await hub.begin()
    return hub
  }

  get origin(): string {
    return `http://localhost:${this.#port}`
  }

  /** Resolves when it serves. */
  async begin(): Promise<void> {
    const env = {
      MADOGUCHI_MODE: 'demo',
      MADOGUCHI_DEMO_PASSWORD: password,
      MADOGUCHI_DATA: this.data,
      MADOGUCHI_PORT: `${this.#port}`,
    }
    const child = spawn(process.execPath, [join(dist, 'hub/main.js')], {
      cwd: root,
      env: { ...process.env, ...env },
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
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.data, { recursive: true, force: true })
    await rm(dist, { recursive: true, force: true })
  }
}

/** An agent on a real line, who takes what is offered. */
export class Agent {
  readonly client: HubClient
  #cookie = ''

  constructor(
    private readonly origin: string,
    private readonly name: string,
  ) {
    this.client = new HubClient({
      openSocket: (events) => {
        const socket = new WebSocket(origin.replace('http', 'ws') + '/ws', { origin })
        socket.on('open', () => events.opened())
        socket.on('message', (bytes) => events.message(new Uint8Array(bytes as Buffer)))
        socket.on('close', (code) => events.closed(code))
        socket.on('error', () => {})
        return { send: (bytes) => socket.send(bytes), close: (code, reason) => socket.close(code, reason) }
      },
      getTicket: async () => ((await this.#post('ticket')) as { ticket: string }).ticket,
      clock: browserClock,
      random: Math.random,
      outbox: { load: () => [], save: () => {} },
    })
  }

  /** Signs in and becomes available. */
  async begin(): Promise<void> {
    await this.#post('sign-in', { name: this.name, password })
    this.client.connect()
    await this.client.request('presence.set', { status: 'available', reason: '' }).done
  }

  get offer(): DeskOffer | undefined {
    return [...this.client.list('desk', 'offer').values()][0]
  }
  get contact(): DeskContact | undefined {
    return [...this.client.list('desk', 'contact').values()].find(({ phase }) => phase === 'active')
  }

  async accept(): Promise<void> {
    const { offer, epoch } = this.offer!
    await this.client.request('offer.accept', { offer, epoch }).done
  }
  async say(text: string): Promise<void> {
    await this.client.request('message.send', { contact: this.contact!.contact, text, attachments: [] }).done
  }
  /** Has received and read all that the customer wrote. */
  read(): void {
    const { contact } = this.contact!
    const seq = this.client.log(contact).length
    this.client.hint('message.mark', { contact, received: seq, read: seq })
  }

  async #post(path: string, body: object = {}): Promise<unknown> {
    const answer = await fetch(`${this.origin}/api/agent/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-madoguchi': '1', origin: this.origin, cookie: this.#cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
    return answer.json()
  }
}
