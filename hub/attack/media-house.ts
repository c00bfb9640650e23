/**
 * A media process with nothing but its hub's side before it, and calls of two pages each in it. The attack is the hub: it
 * says which calls it wants and passes on what browsers ask, as the app does.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { workerAtHand } from '../../media/worker/index.mjs'
import { realClock } from '../adapters/clock-real.ts'
import { mediaSocket } from '../adapters/media-socket.ts'
import { makeId, type CallId, type LegId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import type { LegRequest, MediaAnswer } from '../ports/media-request.ts'
import type { MediaPort } from '../ports/media.ts'
import { LegPage, nowMs, openListeningBrowser, type LegDoor } from './media-legs.ts'
import { freePort } from './real-hub.ts'
import { UdpProxy } from './udp-proxy.ts'
import { until } from './waiting.ts'

/** `null` where there is none: no call can be carried there. */
export const workerBin = (): string | null =>
  process.env.MADOGUCHI_WORKER_BIN ??
  workerAtHand(fileURLToPath(new URL('../../node_modules/mediasoup', import.meta.url)))

const program = fileURLToPath(new URL('../../dist/media/main.js', import.meta.url))

/** A tone for each leg, far from each other, Hz. */
const tones = [1_100, 1_500, 2_200, 3_100] as const
const hearWithinMs = 20_000

/** An event, and when it was told, by the clock of `nowMs`. */
export interface Told {
  readonly event: MediaEvent
  readonly at: number
}

/** Two pages that talk. */
export interface Talk {
  readonly call: CallId
  readonly pages: readonly [LegPage, LegPage]
}

export class MediaHouse {
  readonly told: Told[] = []
  /** What `open` gave to legs: the names of the media process's ends, and sources that speak. */
  readonly known = { names: [] as string[], ssrcs: [] as number[] }
  /** Between browsers and a house of one worker. */
  readonly proxy: UdpProxy | null
  readonly #pages: LegPage[] = []
  #calls = 0

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly port: MediaPort,
    private readonly browser: Browser,
    private readonly workers: number,
    proxy: UdpProxy | null,
  ) {
    this.proxy = proxy
    port.onEvent((event) => this.told.push({ event, at: nowMs() }))
    port.begin(1, [])
  }

  /** `proxied`: browsers reach its only worker through a network that can change. */
  static async open({ workers = 1, proxied = false }: { workers?: number; proxied?: boolean }): Promise<MediaHouse> {
    const bin = workerBin()
    if (bin === null) throw new Error('There is no media worker: `npm start` gets one.')
    if (!existsSync(program)) throw new Error('There is no built media process: run `npm run build` first.')
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-media-'))
    const path = join(folder, 'media.sock')
    const first = await freePort()
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        MADOGUCHI_MEDIA_SOCKET: path,
        MADOGUCHI_WORKER_BIN: bin,
        MADOGUCHI_MEDIA_WORKERS: String(workers),
        MADOGUCHI_LOG_LEVEL: 'silent',
        ...(proxied && { MADOGUCHI_MEDIA_PORT_FIRST: String(first) }),
      },
    })
    const port = mediaSocket(path, realClock({ notBefore: instant(0) }))
    const proxy = proxied ? await UdpProxy.open(first) : null
    const house = new MediaHouse(folder, child, port, await openListeningBrowser(), workers, proxy)
    await house.allWorkersRun().catch(async (error: unknown) => {
      await house.close()
      throw error
    })
    return house
  }

  /** Of the workers that run. */
  get workerPids(): readonly number[] {
    return this.port.health().workers.flatMap((worker) => (worker.state === 'running' ? [worker.pid] : []))
  }

  allWorkersRun(): Promise<void> {
    return until(() => this.workerPids.length === this.workers)
  }

  /** A new call, `place` of the house's: its pages leave the one before. Resolves when both hear each other. */
  async talk(place = 0): Promise<Talk> {
    const call = makeId('call', `talk${++this.#calls}`)
    const legs = (['customer', 'agent'] as const).map((role) => ({ role, id: makeId('leg', `${role}${this.#calls}`) }))
    const plain = { mode: 'talk', muted: false, cameraOff: true, held: false, sharing: false } as const
    this.port.setCall({ id: call, revision: 1, legs: legs.map((leg) => ({ ...plain, ...leg })) })
    const pages = [await this.#page(2 * place), await this.#page(2 * place + 1)] as const
    const began = nowMs()
    await Promise.all(
      pages.map((page, at) => {
        const [says, hears] = [tones[2 * place + at]!, tones[2 * place + 1 - at]!]
        return page.join({ leg: legs[at]!.id, says, hears }, this.#door(call, legs[at]!.id))
      }),
    )
    await Promise.all(pages.map((page) => page.hearsAfter(began, hearWithinMs)))
    await Promise.all(pages.map((page) => page.listenAnew()))
    return { call, pages }
  }

  async end({ call, pages }: Talk): Promise<void> {
    this.port.endCall(call)
    for (const page of pages) await page.leave()
  }

  /** The first such event that was told after this moment. */
  after(moment: number, is: (event: MediaEvent) => boolean): Told | undefined {
    return this.told.find(({ event, at }) => at >= moment && is(event))
  }

  async close(): Promise<void> {
    this.port.close()
    this.proxy?.close()
    await this.browser.close()
    // One that an attack has stopped would not hear it.
    for (const pid of this.workerPids) signal(pid, 'SIGCONT')
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit')
      this.child.kill('SIGTERM')
      await ended
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #page(at: number): Promise<LegPage> {
    return (this.#pages[at] ??= await LegPage.open(this.browser))
  }

  /** The hub's part: passes on what concerns a leg or all. */
  #door(call: CallId, leg: LegId): LegDoor {
    return {
      ask: async (request) => this.#noted(request, await this.port.ask(call, leg, request as never)),
      tellTo: (told) => {
        this.port.onEvent((event) => {
          if (event.call === call && (!('leg' in event) || event.leg === leg)) told(event)
        })
      },
    }
  }

  /** Keeps what an eavesdropper might learn, and leads the browser through the proxy. */
  #noted(request: LegRequest, answer: MediaAnswer<unknown>): MediaAnswer<unknown> {
    if (request.verb === 'produce') this.known.ssrcs.push(...ssrcsOf(request.parameters))
    if (request.verb !== 'open' || !answer.ok) return answer
    const opened = answer.answer as { readonly parameters: Opened }
    this.known.names.push(opened.parameters.iceParameters.usernameFragment)
    if (this.proxy === null) return answer
    const { port } = this.proxy
    const iceCandidates = opened.parameters.iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map((candidate) => ({ ...candidate, port }))
    return { ok: true, answer: { ...opened, parameters: { ...opened.parameters, iceCandidates } } }
  }
}

interface Opened {
  readonly iceParameters: { readonly usernameFragment: string }
  readonly iceCandidates: readonly { readonly protocol: string; readonly port: number }[]
}

const ssrcsOf = ({ encodings }: Readonly<Record<string, unknown>>): number[] =>
  (encodings as { readonly ssrc?: number }[]).flatMap(({ ssrc }) => (ssrc === undefined ? [] : [ssrc]))

/** To a process that may have ended in between. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone, which is as good.
  }
}
