/**
 * Test support: a hub for one visitor that is told what to say, over real HTTP and a real WebSocket in the real protocol.
 * For what the real hub cannot be made to show at will: every state of the panel, refusals, lost lines, slow uploads.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  decode,
  encode,
  frameKinds,
  packEntry,
  requests,
  visitShapes,
  type Entry,
  type RefusalCode,
  type RequestBody,
  type Shape,
  type SiteFace,
  type SiteNow,
  type VisitCall,
  type VisitContact,
  type VisitQuestion,
  type VisitSite,
  type VisitSurvey,
  type Wire,
} from '#protocol'
import { chatPage } from '../../hub/http/pages.ts'
import { makeId } from '../../hub/model/ids.ts'
import { afterRequest } from './fake-call.ts'

type Frame = readonly [number, ...Wire[]]

const types: Record<string, string> = {
  js: 'text/javascript',
  html: 'text/html',
  css: 'text/css',
  svg: 'image/svg+xml',
}

export const plainSite: VisitSite = {
  name: { en: 'Aozora Coffee', ja: 'あおぞら珈琲' },
  topics: [
    { key: 'order', label: { en: 'An order', ja: 'ご注文について' } },
    { key: 'beans', label: { en: 'Choosing beans', ja: '豆の選び方' } },
  ],
  staffed: true,
  customerName: '',
  attachmentBytesMax: 5_000_000,
  attachmentTypes: ['image/png', 'image/jpeg', 'application/pdf', 'text/plain'],
  pushKey: null,
  calls: null,
  bot: null,
  identified: null,
  open: null,
  opensAt: null,
  survey: null,
  form: null,
  zone: null,
  greeting: null,
}

const plainFace: SiteFace = { name: plainSite.name, look: {}, invitations: [] }

const support = { en: 'Support', ja: 'サポート窓口' }

export class FakeHub {
  site: VisitSite = plainSite
  contact: VisitContact | null = null
  log: Entry[] = []
  visitCall: VisitCall | null = null
  /** What the bot asks. */
  question: VisitQuestion | null = null
  survey: VisitSurvey | null = null
  /** Answers of the next requests instead of doing them. */
  refuse: RefusalCode[] = []
  /** Uploads wait for this before they are answered. */
  uploadGate: Promise<void> = Promise.resolve()
  /** Bytes of uploaded files by attachment id. */
  readonly files = new Map<string, { type: string; bytes: Buffer }>()
  readonly hints: { verb: string; body: Wire }[] = []
  /** Requests as they came, repeats included. */
  readonly asked: { id: string; verb: string; body: Wire }[] = []
  /** Sent with every page. */
  csp = ''
  /** How the site looks, and whom it invites. */
  face: SiteFace = plainFace
  /** Who is there. */
  now: SiteNow = { staffed: true, open: true, opensAt: null, zone: null }
  /** What was asked of that. */
  readonly facesAsked: string[] = []
  /** The page at `/`. */
  page = ''
  /** While true, tickets are refused for good: the page is none of the site's. */
  forbidden = false
  /** While true, no socket is let in. */
  down = false
  readonly #sockets = new Set<WebSocket>()
  readonly #server: Server
  #seq = 0
  #asks = 0

  private constructor(private readonly built: string) {
    this.#server = createServer((request, response) => void this.#serve(request, response))
    const wss = new WebSocketServer({ server: this.#server, path: '/ws' })
    wss.on('connection', (socket) => {
      if (this.down) return socket.terminate()
      socket.on('message', (bytes) => this.#heard(socket, decode(bytes as Buffer) as Frame))
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** Starts on a free port. `built` is the folder that vite has built the widget into. */
  static async start(built: string): Promise<FakeHub> {
    const hub = new FakeHub(built)
    await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve))
    return hub
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async stop(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Back to a visitor who has never been here. */
  reset(): void {
    Object.assign(this, {
      site: plainSite,
      contact: null,
      log: [],
      visitCall: null,
      question: null,
      survey: null,
      refuse: [],
      down: false,
      forbidden: false,
      csp: '',
      face: plainFace,
      now: { staffed: true, open: true, opensAt: null, zone: null },
      uploadGate: Promise.resolve(),
    })
    this.asked.length = this.hints.length = this.facesAsked.length = 0
    this.files.clear()
    this.cut()
  }

  /** All lines break, as on a lost network. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  setSite(change: Partial<VisitSite>): void {
    this.site = { ...this.site, ...change }
    this.#listChanged()
  }

  setContact(change: Partial<VisitContact>): void {
    if (this.contact) this.contact = { ...this.contact, ...change }
    this.#listChanged()
  }

  append(...entries: Entry[]): void {
    const first = this.log.length + 1
    this.log.push(...entries)
    this.#tell([frameKinds.entries, this.contact!.contact, first, entries.map(packEntry)])
  }

  /** The agent writes. */
  say(text: string, more: Partial<Extract<Entry, { kind: 'message' }>> = {}): void {
    this.append({
      kind: 'message',
      at: Date.now(),
      from: 'agent',
      name: '佐藤 美咲',
      requestId: '',
      text,
      attachments: [],
      ...more,
    })
  }

  typing(on: boolean): void {
    this.#tell([frameKinds.hinted, 'message.typing', [this.contact!.contact, on]])
  }

  /** A contact as if it had been begun before. */
  begin(text: string, change: Partial<VisitContact> = {}, requestId = ''): void {
    const at = Date.now()
    this.contact = {
      contact: makeId('contact', `c${this.#seq++}`),
      phase: 'queued',
      startedAt: at,
      place: 3,
      waitP50Ms: 130_000,
      waitP90Ms: 290_000,
      agentName: '',
      agentReceived: 0,
      agentRead: 0,
      customerRead: 0,
      hold: null,
      unanswered: null,
      waitingFor: 'allBusy',
      ...change,
    }
    this.log = []
    this.#listChanged()
    if (text) this.append({ kind: 'message', at, from: 'customer', name: '', requestId, text, attachments: [] })
    if (this.contact.phase !== 'bot') this.append({ kind: 'queued', at, queue: support, cause: 'new' })
  }

  /** It is the turn of a customer whose place is kept. */
  call(forMs = 45_000): void {
    this.setContact({ hold: { state: 'called', until: Date.now() + forMs, missed: 0 } })
  }

  /** An agent takes the contact. */
  answer(agentName = '佐藤 美咲'): void {
    this.setContact({ phase: 'active', agentName, place: null, waitP50Ms: null, waitP90Ms: null })
    this.append({ kind: 'joined', at: Date.now(), agentName })
  }

  /** The bot has the contact and asks; the words of the question stand in the log too. */
  ask(question: Partial<VisitQuestion> & Pick<VisitQuestion, 'kind' | 'text'>): void {
    if (this.contact === null) this.begin('', { phase: 'bot', place: null, waitP50Ms: null, waitP90Ms: null })
    const { contact } = this.contact!
    const usual = { contact, ask: ++this.#asks, problem: '', choices: [], inputs: [], sensitive: false }
    this.question = { ...usual, ...question }
    const text = [question.problem, question.text].filter(Boolean).join('\n')
    this.say(text, { from: 'bot', name: '' })
    this.#listChanged()
  }

  setCall(call: VisitCall | null): void {
    this.visitCall = call
    this.#listChanged()
  }

  close(by: 'customer' | 'agent' = 'agent'): void {
    this.setContact({ phase: 'closed', place: null, waitP50Ms: null, waitP90Ms: null })
    this.append({ kind: 'closed', at: Date.now(), by })
  }

  #items(): Wire[] {
    const pack = (kind: keyof typeof visitShapes, value: unknown): Wire => [
      kind,
      '',
      (visitShapes[kind] as Shape<unknown>).pack(value),
    ]
    const { site, contact, visitCall, question, survey } = this
    return [
      pack('site', site),
      ...(contact ? [pack('contact', contact)] : []),
      ...(visitCall ? [pack('call', visitCall)] : []),
      ...(question ? [pack('question', question)] : []),
      ...(survey ? [pack('survey', survey)] : []),
    ]
  }

  /** A new snapshot each time: this hub keeps no changes to fill in. */
  #listChanged(): void {
    this.#tell([frameKinds.snapshot, 'visit', ++this.#seq, this.#items()])
  }

  #tell(frame: Frame, sockets: Iterable<WebSocket> = this.#sockets): void {
    for (const socket of sockets) socket.send(encode(frame))
  }

  #heard(socket: WebSocket, [kind, ...rest]: Frame): void {
    const reply = (frame: Frame): void => this.#tell(frame, [socket])
    if (kind === frameKinds.hello) {
      this.#sockets.add(socket)
      reply([frameKinds.welcome, 1, 1, 'ses_1', Date.now(), 10_000, 25_000])
      const cursor = (rest[2] as [string, number][]).find(([contact]) => contact === this.contact?.contact)?.[1] ?? 0
      if (this.contact && this.log.length > cursor)
        reply([frameKinds.entries, this.contact.contact, cursor + 1, this.log.slice(cursor).map(packEntry)])
      reply([frameKinds.snapshot, 'visit', ++this.#seq, this.#items()])
    } else if (kind === frameKinds.beat) reply([frameKinds.beaten, Date.now()])
    else if (kind === frameKinds.hint) {
      this.hints.push({ verb: rest[0] as string, body: rest[1]! })
      // Nothing is carried here: whoever joins waits.
      if (rest[0] === 'call.ask') {
        const [contact, n] = rest[1] as [string, number]
        reply([frameKinds.hinted, 'call.told', [contact, n, '{"ok":false,"code":"call.waiting"}']])
      }
      if (rest[0] === 'message.mark') this.#marked(rest[1] as [string, number, number])
    } else if (kind === frameKinds.request) {
      const [id, verb, body] = rest as [string, keyof typeof requests, Wire]
      this.asked.push({ id, verb, body })
      const refusal = this.refuse.shift()
      if (refusal) return reply([frameKinds.refusal, id, refusal])
      reply([frameKinds.reply, id, this.#do(id, verb, body)])
    }
  }

  /** Read marks are shared by all of the visitor's tabs. */
  #marked([contact, , read]: [string, number, number]): void {
    if (this.contact?.contact === contact && read > this.contact.customerRead) this.setContact({ customerRead: read })
  }

  #do(id: string, verb: keyof typeof requests, wire: Wire): Wire {
    const body = (requests[verb].body as Shape<unknown>).read(wire) as Record<string, never>
    const at = Date.now()
    if (verb.startsWith('call.')) {
      this.setCall(afterRequest(this.contact!, this.visitCall, verb, body))
      return []
    }
    if (verb === 'contact.start' || verb === 'contact.call') {
      this.begin(body.text!, this.site.bot && verb === 'contact.start' ? { phase: 'bot', place: null } : {}, id)
      if (verb === 'contact.call') this.setCall(afterRequest(this.contact!, null, verb, body))
      return [this.contact!.contact]
    }
    if (verb === 'contact.leave') {
      this.begin(body.text!, { hold: { state: 'left', until: null, missed: 0 } }, id)
      return [this.contact!.contact]
    }
    if (verb === 'contact.hold') {
      this.setContact({ hold: { state: 'kept', until: null, missed: 0 } })
      return []
    }
    if (verb === 'contact.resume') {
      const called = this.contact?.hold?.state === 'called'
      this.setContact({ hold: null })
      if (called) this.answer()
      return []
    }
    if (verb === 'flow.answer') return this.#answered(id, body as never)
    if (verb === 'flow.person') {
      this.question = null
      this.say('担当者におつなぎします。', { from: 'bot', name: '' })
      this.setContact({ phase: 'queued', place: 1 })
      return []
    }
    if (verb === 'survey.answer') {
      const { score, comment } = body as unknown as { score: number; comment: string }
      this.append({ kind: 'surveyed', at, scale: this.survey!.scale, score, comment })
      this.survey = null
      this.#listChanged()
      return []
    }
    if (verb === 'push.subscribe') return []
    if (verb === 'contact.prefill') return [[]]
    if (verb === 'contact.end') {
      this.close('customer')
      return []
    }
    const known = this.log.findIndex((entry) => entry.kind === 'message' && entry.requestId === id)
    if (known >= 0) return [known + 1, at]
    const attachments = (body.attachments as unknown as readonly string[]).map((attachment) => {
      const { type, bytes } = this.files.get(attachment)!
      return {
        attachment: attachment as never,
        name: `${attachment}.${type.split('/')[1]}`,
        type,
        sizeBytes: bytes.length,
      }
    })
    // What is written answers what is asked.
    this.question = null
    this.append({ kind: 'message', at, from: 'customer', name: '', requestId: id, text: body.text!, attachments })
    this.#listChanged()
    return [this.log.length, at]
  }

  /** The question is gone, and the answer stands in the log, without what is sensitive. */
  #answered(requestId: string, { choice, values, text }: RequestBody<'flow.answer'>): Wire {
    const { question } = this
    const chosen = question?.choices.find(({ key }) => key === choice)?.label
    const filled = values?.map(({ field, value }) => `${field}: ${value}`).join('\n')
    this.question = null
    this.say(chosen ?? filled ?? (text === null ? '' : '••••'), { from: 'customer', name: '', requestId })
    this.#listChanged()
    return []
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://hub')
    if (request.method === 'POST') return this.#post(pathname, searchParams, request, response)
    if (pathname.startsWith('/api/sites/')) {
      this.facesAsked.push(pathname)
      const said = pathname.endsWith('/now') ? this.now : this.face
      response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      response.end(JSON.stringify(said))
    } else if (/^\/chat\/[^/]+$/.test(pathname)) {
      // As the real one sends it.
      response.setHeaders(new Map(Object.entries(chatPage({ origins: [this.url.slice(0, -1)] }))))
      await this.#file('/chat/index.html', response)
    } else if (pathname.startsWith('/api/attachments/')) {
      const file = this.files.get(pathname.slice('/api/attachments/'.length))
      response.writeHead(file ? 200 : 404).end(file?.bytes)
    } else if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      if (this.csp) response.setHeader('content-security-policy', this.csp)
      response.end(this.page)
    } else await this.#file(pathname === '/w.js' ? '/widget/w.js' : pathname, response)
  }

  async #post(path: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const bytes = Buffer.concat(parts)
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (path === '/api/visitor/ticket') {
      if (this.forbidden) return answer(403, { code: 'site.forbidden' })
      if (this.down) return answer(503, { code: 'storage.unavailable' })
      return answer(200, { ticket: 'ticket', token: 'visitor-token', socket: '/ws' })
    }
    await this.uploadGate
    const name = query.get('name')!
    if (name.startsWith('broken')) return answer(503, { code: 'storage.unavailable' })
    const attachment = makeId('attachment', `a${this.#seq++}`)
    const type = request.headers['content-type'] ?? 'application/octet-stream'
    this.files.set(attachment, { type, bytes })
    answer(201, { attachment, name, type, sizeBytes: bytes.length })
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    try {
      const bytes = await readFile(join(this.built, path.replaceAll('..', '')))
      response
        .writeHead(200, { 'content-type': types[path.split('.').at(-1)!] ?? 'application/octet-stream' })
        .end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  }
}
