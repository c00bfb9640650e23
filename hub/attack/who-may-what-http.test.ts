/**
 * Who may what over HTTP (P22): every route, asked by everybody. A route without a row fails. Strangers' files and contacts
 * are answered with the same bytes as those that do not exist.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AttachmentFiles } from '../http/attachment-files.ts'
import { allRoutes } from '../http/index.ts'
import type { ProblemCode } from '../http/problems.ts'
import { makeRequest, type MadeRequest } from '../http/testing.ts'
import { makeId } from '../model/ids.ts'
import { castOf, foreignPhases, isStaff, parts, type Cast, type Part } from './inside-cast.ts'
import { bankOrigin, shopOrigin } from './inside-hub.ts'

type Asker = Part | 'nobody' | 'forger' | 'foreignPage'
const askers: readonly Asker[] = ['nobody', 'forger', 'foreignPage', ...parts]

let cast: Cast
const places: Cast['place'][] = []
beforeAll(async () => {
  cast = await setUp()
})
afterAll(() => places.forEach((place) => place.close()))

async function setUp(): Promise<Cast> {
  const made = await castOf('agent', 'active')
  places.push(made.place)
  const files = new AttachmentFiles(made.place.folder)
  async function* hello(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('hello')
  }
  const kept = [
    [made.own, made.ownFile],
    [made.foreign.active, made.foreignFile],
  ] as const
  for (const [contact, attachment] of kept) {
    await files.receive(attachment, made.place.hub.door.fileKey(contact)!, hello())
    await files.keep(attachment)
  }
  return made
}

/** What proves this asker, as far as they can: `foreignPage` is another site's page in the browser of the agent who is signed in. */
function proof({ known }: Cast, asker: Asker): Pick<MadeRequest, 'headers' | 'origin'> {
  if (asker === 'nobody') return {}
  if (asker === 'foreignPage')
    return { headers: { cookie: known.agent.headers.cookie! }, origin: 'https://evil.example' }
  if (asker !== 'forger') return { headers: known[asker].headers, origin: known[asker].origin }
  const [payload] = known.visitor.headers.authorization!.slice('Bearer '.length).split('.')
  const headers = {
    authorization: `Bearer ${payload}.${'A'.repeat(43)}`,
    cookie: `madoguchi=${'A'.repeat(43)}`,
    'x-madoguchi': '1',
  }
  return { headers, origin: shopOrigin }
}

interface Answer {
  /** The code of a refusal, else the status. */
  readonly verdict: ProblemCode | number
  readonly bytes: string
}

/** Everybody comes from an address of their own, or the limits for one address would answer. */
let asked = 0

async function ask(from: Cast, asker: Asker, request: MadeRequest): Promise<Answer> {
  const given = proof(from, asker)
  const made = makeRequest({
    address: `10.0.${(asked += 1) >> 8}.${asked & 255}`,
    ...given,
    ...request,
    headers: { ...given.headers, ...request.headers },
  })
  const { status, headers, body } = await from.place.settled(from.place.http(made))
  const bytes = JSON.stringify([status, headers, body])
  return { verdict: status < 400 ? status : (JSON.parse(String(body)) as { code: ProblemCode }).code, bytes }
}

const staffOr = (asker: Asker, staff: number, others: ProblemCode): number | ProblemCode =>
  asker !== 'nobody' && asker !== 'forger' && asker !== 'foreignPage' && isStaff(asker) ? staff : others
const everybody = (status: number) => (): number => status

/** What comes before any question of whose a file is: null when the asker is somebody. */
function unproven(asker: Asker, changing: boolean): ProblemCode | null {
  if (asker === 'nobody') return changing ? 'request.forbidden' : 'signIn.needed'
  if (asker === 'forger') return 'signIn.needed'
  return asker === 'foreignPage' && changing ? 'request.forbidden' : null
}

type Row = (asker: Asker) => Promise<void>
const plain = (request: MadeRequest, verdict: (asker: Asker) => ProblemCode | number): Row => {
  return async (asker) => expect((await ask(cast, asker, request)).verdict).toBe(verdict(asker))
}

const upload = (contact: string): MadeRequest => ({
  method: 'POST',
  path: `/api/attachments/${contact}?name=a.txt`,
  body: [new TextEncoder().encode('hello')],
})
const download = (attachment: string): MadeRequest => ({ path: `/api/attachments/${attachment}` })
const missingContact = makeId('contact', 'nobodys')
const missingFile = makeId('attachment', 'nobodys')

const rows: Readonly<Record<string, Row>> = {
  'POST /api/visitor/ticket': async (asker) => {
    const site = (key: string, origin: string) =>
      ask(cast, asker, { method: 'POST', path: '/api/visitor/ticket', origin, body: { site: key } })
    expect((await site('pk_shop', shopOrigin)).verdict).toBe(200)
    const unknown = await site('pk_nobodys', shopOrigin)
    expect(unknown.verdict).toBe('site.forbidden')
    expect(await site('pk_bank', shopOrigin)).toEqual(unknown)
    expect((await site('pk_shop', bankOrigin)).verdict).toBe('site.forbidden')
    expect((await site('pk_shop', '')).verdict).toBe('site.forbidden')
  },
  // A page of the site ends what its own visitor's token names: whoever holds no such token ends nothing.
  'POST /api/visitor/end': async (asker) => {
    const { token } = cast.place.deps.visitorTokens.issue('pk_bank')
    const end = (origin: string, of: string) =>
      ask(cast, asker, { method: 'POST', path: '/api/visitor/end', origin, body: { site: 'pk_shop', token: of } })
    const before = cast.place.kept()
    expect((await end(shopOrigin, token)).verdict).toBe(204)
    expect((await end(shopOrigin, 'nothing')).verdict).toBe(204)
    expect((await end(bankOrigin, token)).verdict).toBe('site.forbidden')
    expect(cast.place.kept() === before).toBe(true)
  },
  // Whoever knows no password is refused, signed in or not; another site's page is not even heard.
  'POST /api/agent/sign-in': plain(
    { method: 'POST', path: '/api/agent/sign-in', body: { name: 'ann', password: 'guess' } },
    (asker) => (mayPost(asker) ? 'signIn.wrong' : 'request.forbidden'),
  ),
  'GET /api/agent/session': plain({ path: '/api/agent/session' }, (asker) =>
    asker === 'foreignPage' ? 200 : staffOr(asker, 200, 'signIn.needed'),
  ),
  'POST /api/agent/ticket': plain({ method: 'POST', path: '/api/agent/ticket' }, (asker) =>
    staffOr(asker, 200, 'request.forbidden'),
  ),
  'POST /api/agent/sign-out': async (asker) => {
    const own = await setUp()
    const lines = parts.filter(isStaff).map((part) => [part, own.lines[part]] as const)
    const { verdict } = await ask(own, asker, { method: 'POST', path: '/api/agent/sign-out' })
    await own.place.settle()
    expect(verdict).toBe(mayPost(asker) ? 204 : 'request.forbidden')
    // Only the asker's own line is closed, and at once.
    for (const [part, line] of lines) expect([part, line.closedWith]).toEqual([part, part === asker ? 4403 : null])
  },
  'GET /api/oidc/:id/begin': plain({ path: '/api/oidc/nobodys/begin' }, () => 'provider.unknown'),
  // Whoever was not sent there is sent to the sign-in page, whoever they are.
  'GET /api/oidc/:id/return': plain({ path: '/api/oidc/nobodys/return?code=guess&state=guess' }, everybody(302)),
  'GET /api/sign-in': plain({ path: '/api/sign-in' }, everybody(200)),
  'GET /api/agent/sessions': plain({ path: '/api/agent/sessions' }, (asker) =>
    asker === 'foreignPage' ? 200 : staffOr(asker, 200, 'signIn.needed'),
  ),
  // One's own only: somebody else's login is answered like one that there is not.
  'POST /api/agent/sessions/end': async (asker) => {
    const of = (session: string) =>
      ask(cast, asker, { method: 'POST', path: '/api/agent/sessions/end', body: { session } })
    const missing = await of('ses_nobodys')
    expect(missing.verdict).toBe(mayPost(asker) ? 'session.unknown' : 'request.forbidden')
    const other = asker === 'agent' ? cast.known.supervisor : cast.known.agent
    expect(await of(other.actor.session)).toEqual(missing)
  },
  'POST /api/agent/password': ofOneself('password'),
  'POST /api/agent/second-factor/begin': ofOneself('second-factor/begin'),
  'POST /api/agent/second-factor/confirm': ofOneself('second-factor/confirm'),
  'POST /api/agent/second-factor/remove': ofOneself('second-factor/remove'),
  'GET /api/accounts': plain({ path: '/api/accounts' }, administrators(200)),
  'POST /api/accounts': plain(
    {
      method: 'POST',
      path: '/api/accounts',
      body: { login: 'ann', name: 'Ann', role: 'agent', password: 'eleven blue herons' },
    },
    administrators('account.taken'),
  ),
  'GET /api/keys': plain({ path: '/api/keys' }, administrators(200)),
  'POST /api/keys': plain(
    { method: 'POST', path: '/api/keys', body: { name: ' ', rights: [], expiresAt: null } },
    administrators('request.malformed'),
  ),
  'POST /api/keys/:id/end': plain({ method: 'POST', path: '/api/keys/key_nobodys/end' }, administrators('key.unknown')),
  // Whoever may not learns not even whether there is somebody.
  'POST /api/accounts/:agent': ofAccounts('', {}),
  'GET /api/accounts/:agent/sessions': ofAccounts('/sessions'),
  'POST /api/accounts/:agent/sign-out': ofAccounts('/sign-out', { session: 'ses_nobodys' }, 'session.unknown'),
  'POST /api/attachments/:id': async (asker) => {
    const refusal = unproven(asker, true)
    const missing = await ask(cast, asker, upload(missingContact))
    expect(missing.verdict).toBe(refusal ?? 'contact.notYours')
    for (const phase of foreignPhases)
      if (!isTheirs(asker, phase)) expect(await ask(cast, asker, upload(cast.foreign[phase]))).toEqual(missing)
    expect(await ask(cast, asker, upload(cast.earlier))).toEqual(missing)
    const own = await setUp()
    const owner = asker === 'visitor' || asker === 'agent'
    if (owner) expect((await ask(own, asker, upload(own.own))).verdict).toBe(201)
    else expect(await ask(own, asker, upload(own.own))).toEqual(missing)
  },
  'GET /api/attachments/:id': async (asker) => {
    const refusal = unproven(asker, false)
    const missing = await ask(cast, asker, download(missingFile))
    expect(missing.verdict).toBe(refusal ?? 'attachment.unknown')
    // Supervisors and administrators answer for all of it, and may read all of it.
    const all = asker === 'supervisor' || asker === 'administrator'
    // A foreign page sets off the request with the agent's cookie; that it cannot read the answer is the browser's part.
    const own = all || ['visitor', 'agent', 'foreignPage'].includes(asker)
    const foreign = all || asker === 'otherVisitor' || asker === 'stranger'
    for (const [yes, file] of [[own, cast.ownFile] as const, [foreign, cast.foreignFile] as const])
      if (yes) expect((await ask(cast, asker, download(file))).verdict).toBe(200)
      else expect(await ask(cast, asker, download(file))).toEqual(missing)
  },
  // Whoever else asks learns nothing, not even whether there is such a customer.
  'GET /api/customers': plain({ path: '/api/customers?q=nobody' }, (asker) =>
    ['supervisor', 'quality', 'administrator'].includes(asker) ? 200 : 'request.forbidden',
  ),
  'GET /api/customers/:id/export': async (asker) => {
    const may = asker === 'administrator'
    const of = (customer: string) => ask(cast, asker, { path: `/api/customers/${customer}/export` })
    const found = await of(cast.place.hub.live.file(cast.own)!.customer)
    expect(found.verdict).toBe(may ? 200 : 'request.forbidden')
    for (const missing of [await of(makeId('customer', 'nobodys')), await of('cnt_no-customer')])
      if (may) expect(missing.verdict).toBe('customer.unknown')
      else expect(missing).toEqual(found)
  },
  'GET /api/contacts/:id/why': async (asker) => {
    const may = asker === 'supervisor' || asker === 'administrator'
    const of = (contact: string) => ask(cast, asker, { path: `/api/contacts/${contact}/why` })
    const found = await of(cast.own)
    expect(found.verdict).toBe(may ? 200 : 'request.forbidden')
    for (const missing of [await of(missingContact), await of('cus_no-contact')])
      if (may) expect(missing.verdict).toBe('contact.gone')
      else expect(missing).toEqual(found)
  },
  'POST /api/customers/:id/erase': async (asker) => {
    const may = asker === 'administrator'
    const own = may ? await setUp() : cast
    const customer = own.place.hub.live.file(own.own)!.customer
    const of = (id: string) => ask(own, asker, { method: 'POST', path: `/api/customers/${id}/erase` })
    const missing = await of(makeId('customer', 'nobodys'))
    expect(missing.verdict).toBe(may ? 'customer.unknown' : 'request.forbidden')
    const found = await of(customer)
    if (may) expect(found.verdict).toBe(200)
    else expect(found).toEqual(missing)
    expect(own.place.hub.live.files.has(own.own)).toBe(!may)
  },
  // What is not the organisation's is refused to whoever may ask, and nobody else learns so much.
  'GET /api/configuration': plain({ path: '/api/configuration' }, administrators(200)),
  'GET /api/configuration/:version': plain({ path: '/api/configuration/1' }, administrators(200)),
  'POST /api/configuration/plan': plain(unusable('plan'), administrators('configuration.refused')),
  'POST /api/configuration/apply': plain(unusable('apply'), administrators('configuration.refused')),
  'POST /api/configuration/rollback': plain(
    { method: 'POST', path: '/api/configuration/rollback', body: { to: 99 } },
    administrators('configuration.refused'),
  ),
  'GET /api/audit': plain({ path: '/api/audit' }, administrators(200)),
  'GET /api/audit/check': plain({ path: '/api/audit/check' }, administrators(200)),
  'GET /api/health/details': plain({ path: '/api/health/details' }, administrators(200)),
  'POST /api/flows/check': plain(aboutFlow('check'), administrators(200)),
  'POST /api/flows/graph': plain(aboutFlow('graph'), administrators(200)),
  'POST /api/flows/test': plain(aboutFlow('test', { test: {} }), administrators(200)),
  'POST /api/flows/try': plain(
    aboutFlow('try', { locale: 'ja', channel: 'page', today: '2026-11-24', open: true, talk: [] }),
    administrators(200),
  ),
  // Of a site that there is, pages of its origins may know (http/sites.test.ts); of any other nobody learns anything.
  'GET /api/sites/:site': plain({ path: '/api/sites/pk_nobodys' }, () => 'site.forbidden'),
  'GET /api/sites/:site/now': plain({ path: '/api/sites/pk_nobodys/now' }, () => 'site.forbidden'),
  // No cookie and no token opens it, only a signature.
  'POST /api/bot/contacts/:id': plain(
    { method: 'POST', path: `/api/bot/contacts/${missingContact}`, body: { actions: [] } },
    () => 'signIn.needed',
  ),
  'GET /healthz': plain({ path: '/healthz' }, everybody(200)),
  'GET /readyz': plain({ path: '/readyz' }, everybody(200)),
  // Nobody here is on the hub's own machine.
  'GET /metrics': plain({ path: '/metrics' }, () => 'request.unknown'),
  'GET /api/openapi.json': plain({ path: '/api/openapi.json' }, everybody(200)),
}

function administrators(verdict: Answer['verdict']): (asker: Asker) => Answer['verdict'] {
  return (asker) => (asker === 'administrator' ? verdict : 'request.forbidden')
}

/** A flow that has nothing but faults, which is an answer. */
function aboutFlow(what: string, more: object = {}): MadeRequest {
  return { method: 'POST', path: `/api/flows/${what}`, body: { flow: {}, ...more } }
}

/** What nobody can ask about anybody else: it names nobody. What staff is told is that it says nothing. */
function ofOneself(what: string): Row {
  return plain({ method: 'POST', path: `/api/agent/${what}`, body: { nothing: true } }, (asker) =>
    mayPost(asker) ? 'request.malformed' : 'request.forbidden',
  )
}

function ofAccounts(what: string, body?: object, known: Answer['verdict'] = 200): Row {
  return async (asker) => {
    const of = (agent: string) =>
      ask(cast, asker, { path: `/api/accounts/${agent}${what}`, ...(body && { method: 'POST', body }) })
    const found = await of('agt_ann')
    expect(found.verdict).toBe(administrators(known)(asker))
    for (const missing of [await of('agt_nobodys'), await of('cus_no-agent')])
      if (asker === 'administrator') expect(missing.verdict).toBe('account.unknown')
      else expect(missing).toEqual(found)
  }
}

/** A configuration that no hub can serve. */
function unusable(what: string): MadeRequest {
  return { method: 'POST', path: `/api/configuration/${what}`, body: { document: { queues: 1 } } }
}

/** The header that no foreign page can set, and no foreign origin. */
const mayPost = (asker: Asker): boolean => staffOr(asker, 1, 'request.forbidden') === 1

const isTheirs = (asker: Asker, phase: string): boolean =>
  (asker === 'otherVisitor' && phase === 'active') || (asker === 'stranger' && ['active', 'wrapUp'].includes(phase))

test('every route has its row', () => {
  const routes = allRoutes(cast.place.deps).map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(rows).sort()).toEqual(routes.sort())
})

for (const [route, row] of Object.entries(rows))
  for (const asker of askers) test(`${asker}: ${route}`, () => row(asker))
