/**
 * Who may what over HTTP (P22): every route, asked by everybody, as the table of rights says (auth/rights-table.ts). A route
 * that is not tried fails. Strangers' files and contacts are answered with the same bytes as those that do not exist.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signatureOf } from '../adapters/signature.ts'
import { routeRows, type RouteName, type RouteRow } from '../auth/rights-table.ts'
import { AttachmentFiles } from '../http/attachment-files.ts'
import { allRoutes } from '../http/index.ts'
import type { ProblemCode } from '../http/problems.ts'
import { makeRequest, type MadeRequest } from '../http/testing.ts'
import { makeId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import { castOf, foreignPhases, isStaff, logins, parts, type Cast, type Part } from './inside-cast.ts'
import { keyAskers, keyRights, keysOf, type GoodKey, type KeyAsker } from './inside-keys.ts'
import { bankOrigin, botKey, botSecret, shopOrigin } from './inside-hub.ts'

type Asker = Part | KeyAsker | 'nobody' | 'forger' | 'foreignPage' | 'bot'
const askers: readonly Asker[] = ['nobody', 'forger', 'foreignPage', 'bot', ...parts, ...keyAskers]

/** The scene, with programs about it. */
type Scene = Cast & { readonly keys: Readonly<Record<KeyAsker, string>> }
let cast: Scene
const places: Cast['place'][] = []
beforeAll(async () => {
  cast = await setUp()
})
afterAll(() => places.forEach((place) => place.close()))

async function setUp(): Promise<Scene> {
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
  return { ...made, keys: await keysOf(made.place) }
}

/** What proves this asker, as far as they can: `foreignPage` is another site's page in the browser of the agent who is signed in. */
function proof(
  { known, place, keys }: Scene,
  asker: Asker,
  { body }: MadeRequest,
): Pick<MadeRequest, 'headers' | 'origin'> {
  if (asker === 'nobody') return {}
  if (isKey(asker)) return { headers: { authorization: `Bearer ${keys[asker]}` } }
  if (asker === 'bot') {
    const text = body === undefined ? '' : JSON.stringify(body)
    const signature = signatureOf(botSecret, Math.floor(place.clock.now() / 1_000), text)
    return { headers: { 'madoguchi-key': botKey, 'madoguchi-signature': signature, 'idempotency-key': 'once' } }
  }
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

async function ask(from: Scene, asker: Asker, request: MadeRequest): Promise<Answer> {
  const given = proof(from, asker, request)
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

const isPart = (asker: Asker): asker is Part => (parts as readonly Asker[]).includes(asker)
const isKey = (asker: Asker): asker is KeyAsker => (keyAskers as readonly Asker[]).includes(asker)
const isGood = (asker: KeyAsker): asker is GoodKey => asker in keyRights
const everybody = (status: number) => (): number => status

/** What the table says of somebody who asks this route: null when they may, else how they are refused. */
function refusalBy(name: RouteName, asker: Asker): ProblemCode | null {
  const { by, rights, plain: isPlain }: RouteRow = routeRows[name]
  if (isKey(asker)) {
    if (by !== 'staff' || !isGood(asker)) return 'signIn.needed'
    // A program has nothing of its own: what asks for no right but a login is not for it.
    const has: readonly Right[] = keyRights[asker]
    return rights.length > 0 && rights.every((right) => has.includes(right)) ? null : 'request.forbidden'
  }
  const isGuarded = isPlain !== true || name.startsWith('POST ')
  // Another site's page comes with the agent's cookie.
  const part = asker === 'foreignPage' && !isGuarded ? 'agent' : asker
  if (!isPart(part) || !isStaff(part)) return isGuarded ? 'request.forbidden' : 'signIn.needed'
  const { actor } = cast.known[part]
  const may = actor.kind === 'agent' && rights.every((right) => actor.rights.has(right))
  return may ? null : 'request.forbidden'
}
const mayAsk = (name: RouteName, asker: Asker): boolean => refusalBy(name, asker) === null

/** What comes before any question of whose a file is: null when the asker is somebody. */
function unproven(asker: Asker, changing: boolean): ProblemCode | null {
  if (asker === 'nobody' || asker === 'bot') return changing ? 'request.forbidden' : 'signIn.needed'
  // A key is no visitor's token, and files are asked for by nobody else's.
  if (asker === 'forger' || isKey(asker)) return 'signIn.needed'
  if (asker === 'foreignPage') return changing ? 'request.forbidden' : null
  const { actor } = cast.known[asker]
  return changing && actor.kind === 'agent' && !actor.rights.has('contacts.serve') ? 'request.forbidden' : null
}

type Row = (asker: Asker, name: RouteName) => Promise<void>
const plain = (request: MadeRequest, verdict: (asker: Asker) => ProblemCode | number): Row => {
  return async (asker) => expect((await ask(cast, asker, request)).verdict).toBe(verdict(asker))
}
/** A route of staff that names nothing: whoever may ask it is answered so, everybody else as the table refuses them. */
const ofStaff = (request: MadeRequest, verdict: ProblemCode | number = 200): Row => {
  return async (asker, name) =>
    expect((await ask(cast, asker, request)).verdict).toBe(refusalBy(name, asker) ?? verdict)
}
/** A route of staff that names somebody or something: whoever may not ask learns not even whether there is such a one. */
const ofSome = (
  request: (id: string) => MadeRequest,
  one: (of: Scene) => string,
  missing: readonly string[],
  gone: ProblemCode,
): Row => {
  return async (asker, name) => {
    const may = mayAsk(name, asker)
    // What changes something is done in a scene of its own.
    const of = may && name.startsWith('POST ') ? await setUp() : cast
    const refusals: Answer[] = []
    for (const id of missing) refusals.push(await ask(of, asker, request(id)))
    const found = await ask(of, asker, request(one(of)))
    expect(found.verdict).toBe(refusalBy(name, asker) ?? 200)
    for (const refusal of refusals)
      if (may) expect(refusal.verdict).toBe(gone)
      else expect(refusal).toEqual(found)
  }
}

const upload = (contact: string): MadeRequest => ({
  method: 'POST',
  path: `/api/attachments/${contact}?name=a.txt`,
  body: [new TextEncoder().encode('hello')],
})
const download = (attachment: string): MadeRequest => ({ path: `/api/attachments/${attachment}` })
const missingContact = makeId('contact', 'nobodys')
const missingFile = makeId('attachment', 'nobodys')

const customerOf = (of: Scene): string => of.place.hub.live.file(of.own)!.customer
const missingCustomers = [makeId('customer', 'nobodys'), 'cnt_no-customer']

const rows: { readonly [Name in RouteName]: Row } = {
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
  'POST /api/agent/sign-in': async (asker) => {
    // Each guesses at somebody of their own, or they would lock each other out.
    const name = isPart(asker) && isStaff(asker) ? logins[asker] : 'ann'
    const request = { method: 'POST', path: '/api/agent/sign-in', body: { name, password: 'guess' } }
    const { verdict } = await ask(cast, asker, request)
    expect(verdict).toBe(mayPost(asker) ? 'signIn.wrong' : 'request.forbidden')
  },
  'GET /api/agent/session': ofStaff({ path: '/api/agent/session' }),
  'POST /api/agent/ticket': ofStaff({ method: 'POST', path: '/api/agent/ticket' }),
  'POST /api/agent/sign-out': async (asker) => {
    const own = mayPost(asker) ? await setUp() : cast
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
  'GET /api/agent/sessions': ofStaff({ path: '/api/agent/sessions' }),
  // One's own only: somebody else's login is answered like one that there is not.
  'POST /api/agent/sessions/end': async (asker, name) => {
    const of = (session: string) =>
      ask(cast, asker, { method: 'POST', path: '/api/agent/sessions/end', body: { session } })
    const missing = await of('ses_nobodys')
    expect(missing.verdict).toBe(refusalBy(name, asker) ?? 'session.unknown')
    const other = asker === 'agent' ? cast.known.supervisor : cast.known.agent
    expect(await of(other.actor.session)).toEqual(missing)
  },
  'POST /api/agent/password': ofOneself('password'),
  'POST /api/agent/second-factor/begin': ofOneself('second-factor/begin'),
  'POST /api/agent/second-factor/confirm': ofOneself('second-factor/confirm'),
  'POST /api/agent/second-factor/remove': ofOneself('second-factor/remove'),
  'GET /api/accounts': ofStaff({ path: '/api/accounts' }),
  'POST /api/accounts': ofStaff(
    {
      method: 'POST',
      path: '/api/accounts',
      body: { login: 'ann', name: 'Ann', role: 'agent', password: 'eleven blue herons' },
    },
    'account.taken',
  ),
  'GET /api/keys': ofStaff({ path: '/api/keys' }),
  'POST /api/keys': ofStaff(
    { method: 'POST', path: '/api/keys', body: { name: ' ', rights: [], expiresAt: null } },
    'request.malformed',
  ),
  'POST /api/keys/:id/end': ofStaff({ method: 'POST', path: '/api/keys/key_nobodys/end' }, 'key.unknown'),
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
    const owner = asker === 'visitor' || asker === 'agent'
    const own = owner ? await setUp() : cast
    if (owner) expect((await ask(own, asker, upload(own.own))).verdict).toBe(201)
    else expect(await ask(own, asker, upload(own.own))).toEqual(missing)
  },
  'GET /api/attachments/:id': async (asker) => {
    const refusal = unproven(asker, false)
    const missing = await ask(cast, asker, download(missingFile))
    expect(missing.verdict).toBe(refusal ?? 'attachment.unknown')
    const actor = isPart(asker) ? cast.known[asker].actor : null
    const all = actor?.kind === 'agent' && actor.rights.has('contacts.read')
    // A foreign page sets off the request with the agent's cookie; that it cannot read the answer is the browser's part.
    const own = all || ['visitor', 'agent', 'foreignPage'].includes(asker)
    const foreign = all || asker === 'otherVisitor' || asker === 'stranger'
    for (const [yes, file] of [[own, cast.ownFile] as const, [foreign, cast.foreignFile] as const])
      if (yes) expect((await ask(cast, asker, download(file))).verdict).toBe(200)
      else expect(await ask(cast, asker, download(file))).toEqual(missing)
  },
  'GET /api/customers': ofStaff({ path: '/api/customers?q=nobody' }),
  'GET /api/customers/:id/export': ofSome(
    (id) => ({ path: `/api/customers/${id}/export` }),
    customerOf,
    missingCustomers,
    'customer.unknown',
  ),
  'GET /api/contacts/:id/why': ofSome(
    (id) => ({ path: `/api/contacts/${id}/why` }),
    (of) => of.own,
    [missingContact, 'cus_no-contact'],
    'contact.gone',
  ),
  'POST /api/customers/:id/erase': ofSome(
    (id) => ({ method: 'POST', path: `/api/customers/${id}/erase` }),
    customerOf,
    missingCustomers,
    'customer.unknown',
  ),
  'GET /api/configuration': ofStaff({ path: '/api/configuration' }),
  'GET /api/configuration/:version': ofSome(
    (version) => ({ path: `/api/configuration/${version}` }),
    () => '1',
    ['99', 'none'],
    'configuration.unknown',
  ),
  'POST /api/configuration/plan': ofStaff(unusable('plan'), 'configuration.refused'),
  'POST /api/configuration/apply': ofStaff(unusable('apply'), 'configuration.refused'),
  'POST /api/configuration/rollback': ofStaff(
    { method: 'POST', path: '/api/configuration/rollback', body: { to: 99 } },
    'configuration.refused',
  ),
  'GET /api/reports': ofStaff({ path: '/api/reports?of=nothing' }, 'request.malformed'),
  'GET /api/audit': ofStaff({ path: '/api/audit' }),
  'GET /api/audit/check': ofStaff({ path: '/api/audit/check' }),
  'GET /api/health/details': ofStaff({ path: '/api/health/details' }),
  'POST /api/flows/check': ofStaff(aboutFlow('check')),
  'POST /api/flows/graph': ofStaff(aboutFlow('graph')),
  'POST /api/flows/test': ofStaff(aboutFlow('test', { test: {} })),
  'POST /api/flows/try': ofStaff(
    aboutFlow('try', { locale: 'ja', channel: 'page', today: '2026-11-24', open: true, talk: [] }),
  ),
  // Of a site that there is, pages of its origins may know (http/sites.test.ts); of any other nobody learns anything.
  'GET /api/sites/:site': plain({ path: '/api/sites/pk_nobodys' }, () => 'site.forbidden'),
  'GET /api/sites/:site/now': plain({ path: '/api/sites/pk_nobodys/now' }, () => 'site.forbidden'),
  // No cookie and no token opens it, only a signature; and a bot has nothing of what people have.
  'POST /api/bot/contacts/:id': async (asker) => {
    const says = (contact: string) =>
      ask(cast, asker, { method: 'POST', path: `/api/bot/contacts/${contact}`, body: { actions: [{ say: 'Hello' }] } })
    const missing = await says(missingContact)
    expect(missing.verdict).toBe(asker === 'bot' ? 'contact.gone' : 'signIn.needed')
    for (const contact of [cast.own, cast.earlier, ...Object.values(cast.foreign)])
      expect(await says(contact)).toEqual(missing)
  },
  'GET /healthz': plain({ path: '/healthz' }, everybody(200)),
  'GET /readyz': plain({ path: '/readyz' }, everybody(200)),
  // Nobody here is on the hub's own machine.
  'GET /metrics': plain({ path: '/metrics' }, () => 'request.unknown'),
  'GET /api/openapi.json': plain({ path: '/api/openapi.json' }, everybody(200)),
}

/** A flow that has nothing but faults, which is an answer. */
function aboutFlow(what: string, more: object = {}): MadeRequest {
  return { method: 'POST', path: `/api/flows/${what}`, body: { flow: {}, ...more } }
}

/** What nobody can ask about anybody else: it names nobody. What staff is told is that it says nothing. */
function ofOneself(what: string): Row {
  return ofStaff({ method: 'POST', path: `/api/agent/${what}`, body: { nothing: true } }, 'request.malformed')
}

function ofAccounts(what: string, body?: object, known: Answer['verdict'] = 200): Row {
  return async (asker, name) => {
    const of = (agent: string) =>
      ask(cast, asker, { path: `/api/accounts/${agent}${what}`, ...(body && { method: 'POST', body }) })
    const found = await of('agt_ann')
    expect(found.verdict).toBe(refusalBy(name, asker) ?? known)
    for (const missing of [await of('agt_nobodys'), await of('cus_no-agent')])
      if (mayAsk(name, asker)) expect(missing.verdict).toBe('account.unknown')
      else expect(missing).toEqual(found)
  }
}

/** A configuration that no hub can serve. */
function unusable(what: string): MadeRequest {
  return { method: 'POST', path: `/api/configuration/${what}`, body: { document: { queues: 1 } } }
}

/** The header that no foreign page can set, and no foreign origin. */
const mayPost = (asker: Asker): boolean => isPart(asker) && isStaff(asker)

const isTheirs = (asker: Asker, phase: string): boolean =>
  (asker === 'otherVisitor' && phase === 'active') || (asker === 'stranger' && ['active', 'wrapUp'].includes(phase))

test('every route is tried, and every row of the table is of a route', () => {
  const routes = allRoutes(cast.place.deps).map(({ method, path }) => `${method} ${path}`)
  expect([...Object.keys(rows)].sort()).toEqual([...routes].sort())
})

for (const name of Object.keys(routeRows) as RouteName[])
  for (const asker of askers) test(`${asker}: ${name}`, () => rows[name](asker, name))
