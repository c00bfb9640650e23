/**
 * Every HTTP route there is, by the list that the hub itself publishes, under what broken or hostile programs do with it:
 * left in the middle of its head or its body, written drop by drop, with a length that is too short, too long or missing,
 * many in one write, and with two readings of where it ends. The process stays the same one, each complete request is
 * answered once, and every descriptor comes back. A route that is added is tried by itself.
 */
import { requestHead, Wire } from '../ports/transport.contract-client.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { descriptorsOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { until } from './waiting.ts'

interface Route {
  readonly method: string
  readonly path: string
}

type Try = (hub: RealHub, route: Route, chance: Chance) => Promise<void>

/** Larger than what any route reads before it looks at who asks. */
const body = JSON.stringify({ site: 'pk_demo', name: 'hanako', password: 'a guess' })
const head = (route: Route, headers: Readonly<Record<string, string>> = {}): string =>
  requestHead({
    method: route.method,
    path: route.path,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
const whole = (route: Route): string =>
  route.method === 'GET' ? head(route) : head(route, { 'Content-Length': String(body.length) }) + body

async function opened(hub: RealHub, look: (wire: Wire) => Promise<void>): Promise<void> {
  const wire = await Wire.open(hub.port)
  try {
    await look(wire)
  } finally {
    wire.tcp.destroy()
  }
}

const written = (wire: Wire, text: string): Promise<void> =>
  new Promise((resolve) => wire.tcp.write(Buffer.from(text, 'latin1'), () => resolve()))

/** How many answers have come. */
const answers = (wire: Wire): number => wire.received.toString('latin1').match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0

/** Never more than was asked. A body that was refused before it came ends the line, which may cost the answer. */
function answered(wire: Wire, route: Route, count: number): void {
  const found = answers(wire)
  if (found > count || (route.method === 'GET' && found !== count))
    throw new Error(`${nameOf(route)}, asked ${count} times, had ${found} answers`)
}

const tries: Readonly<Record<string, Try>> = {
  'left within the head': (hub, route, chance) =>
    opened(hub, (wire) => written(wire, head(route).slice(0, chance.between(1, head(route).length - 1)))),
  'left within the body': (hub, route, chance) =>
    opened(hub, (wire) =>
      written(wire, head(route, { 'Content-Length': '5000' }) + 'x'.repeat(chance.between(0, 4_000))),
    ),
  'left as soon as it was asked': (hub, route) => opened(hub, (wire) => written(wire, whole(route))),
  'drop by drop': (hub, route) =>
    opened(hub, async (wire) => {
      // The first line in one: where the engine finds `HTTP/1.1` in two parts, it answers 505 and ends the line.
      const first = whole(route).indexOf('\r\n') + 2
      await written(wire, whole(route).slice(0, first))
      for (const letter of whole(route).slice(first)) await written(wire, letter)
      await until(() => answers(wire) === 1 || wire.ended)
      answered(wire, route, 1)
    }),
  'a length that is too short': (hub, route) =>
    opened(hub, async (wire) => {
      // What is left over is no request: it is refused, and the line ends.
      await written(wire, head(route, { 'Content-Length': '2' }) + '{}' + '\u0001\u0002\u0003 no request\r\n\r\n')
      await until(() => answers(wire) > 0 || wire.ended)
    }),
  'a length that is no number': (hub, route, chance) =>
    opened(hub, async (wire) => {
      const length = chance.pick(['-1', '+5', '0x5', '5,5', '5 5', '', '1e1', '99999999999999999999'])
      await written(wire, head(route, { 'Content-Length': length }) + body)
      await until(() => answers(wire) > 0 || wire.ended)
    }),
  'a body that nobody announced': (hub, route) =>
    opened(hub, async (wire) => {
      await written(wire, `${head(route)}${body}\r\n\r\n`)
      await until(() => answers(wire) > 0 || wire.ended)
    }),
  'twenty in one write': (hub, route) =>
    opened(hub, async (wire) => {
      await written(wire, whole(route).repeat(20))
      await until(() => answers(wire) === 20 || wire.ended)
      answered(wire, route, 20)
    }),
  'length and chunks': (hub, route) => smuggled(hub, route, { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }),
  'chunks by another name': (hub, route) => smuggled(hub, route, { 'Transfer-Encoding': 'xchunked' }),
  'chunks twice': (hub, route) => smuggled(hub, route, { 'Transfer-Encoding': 'chunked, chunked' }),
}

/** What hides behind the end that one of the readings has must never be answered. */
function smuggled(hub: RealHub, route: Route, headers: Readonly<Record<string, string>>): Promise<void> {
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: hub.test\r\n\r\n'
  const post = { method: 'POST', path: route.path }
  return opened(hub, async (wire) => {
    await written(wire, `${head(post, headers)}0\r\n\r\n${hidden}`)
    await until(() => wire.ended || answers(wire) > 0)
    if (headers['Content-Length'] !== undefined && wire.received.includes('"alive"'))
      throw new Error(`${nameOf(route)}: what was hidden in its body was answered`)
  })
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/** Every route that the hub says it has, with something in the place of each named part. */
async function routesOf(hub: RealHub): Promise<readonly Route[]> {
  const response = await fetch(`${hub.origin}/api/openapi.json`)
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{[^}]+\}/g, 'cnt_a'),
    })),
  )
}

/** Every try on every route, so many times. Throws when the hub ended, complained, or answered otherwise than once. */
export async function rawRoutes(seed: number, times: number): Promise<AttackResult> {
  const hub = await startRealHub()
  const chance = new Chance(seed)
  const { pid } = hub
  try {
    const routes = await routesOf(hub)
    const chances = new Chances([...Object.keys(tries), ...routes.map(nameOf)])
    const before = descriptorsOf(hub)
    for (let turn = 0; turn < times; turn++)
      for (const route of routes)
        await Promise.all(
          Object.entries(tries).map(async ([kind, one]) => {
            await one(hub, route, chance.fork())
            chances.count(kind)
            chances.count(nameOf(route))
          }),
        )
    await until(() => descriptorsOf(hub) <= before + 8)
    if (hub.pid !== pid) throw new Error('the hub ended and was started again')
    const errors = hub.complaints.filter((line) => line.includes('"level":"error"'))
    if (errors.length > 0) throw new Error(`the hub complained: ${errors.join('\n')}`)
    return chances.result([`${routes.length} routes; descriptors ${before} before, ${descriptorsOf(hub)} after`])
  } finally {
    await hub.stop()
    hub.remove()
  }
}

export const rawRoutesAttack: Attack = {
  what: 'every HTTP route left, dripped, miscounted, repeated and smuggled into',
  run: (seed, size) => rawRoutes(seed, size === 'long' ? 200 : 3),
}
