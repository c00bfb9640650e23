/**
 * How hub and media are, for whoever looks after them: each thing with what it is, what it may be, and whether that is as it should
 * be (`ok`), wants a look (`late`) or hurts already (`wrong`). What to do about it, the pages say. Numbers for alarms are in /metrics.
 */
import Type from 'typebox'
import type { Config } from '../config.ts'
import { hours, since, type Instant } from '../model/time.ts'
import { version } from '../version.ts'
import type { HttpDeps } from './deps.ts'
import type { Vitals } from './door.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

const closed = { additionalProperties: false } as const
const states = ['ok', 'late', 'wrong'] as const
type State = (typeof states)[number]
const checkNames = [
  'store',
  'disk',
  'memory',
  'contacts',
  'files',
  'sockets',
  'backup',
  'keysCopy',
  'media',
  'calls',
] as const

interface Check {
  readonly name: (typeof checkNames)[number]
  readonly state: State
  /** Bytes, a count, or an instant; null where there is nothing to say. */
  readonly value: number | null
  /** What the value may be, in the same unit; null where there is no bound. */
  readonly bound: number | null
}

const check = Type.Object(
  {
    name: Type.String({ enum: [...checkNames] }),
    state: Type.String({ enum: [...states] }),
    value: Type.Union([Type.Number(), Type.Null()], {
      description: 'Bytes of store, disk, memory and files; milliseconds of backup and keysCopy; else a count.',
    }),
    bound: Type.Union([Type.Number(), Type.Null()], { description: 'What it may be; of the disk what must be free.' }),
  },
  closed,
)
const worker = Type.Object(
  {
    state: Type.String({ enum: ['starting', 'running', 'waiting'] }),
    since: Type.Integer({ description: 'Milliseconds.' }),
    error: Type.String({ description: 'How it ended; empty while it runs.' }),
  },
  closed,
)
const details = Type.Object(
  {
    at: Type.Integer({ description: 'Now, milliseconds.' }),
    version: Type.String(),
    mode: Type.String({ enum: ['demo', 'production'] }),
    begunAt: Type.Integer({ description: 'When this hub started, milliseconds.' }),
    draining: Type.Boolean(),
    checks: Type.Array(check),
    media: Type.Object({ available: Type.Boolean(), reason: Type.String(), workers: Type.Array(worker) }, closed),
  },
  closed,
)

const megabyte = 1024 * 1024
/** Of what a limit allows: from there on somebody should look. */
const nearShare = 0.8
/** So many times what must be free. */
const nearlyFullTimes = 5
/** A backup is made each day; one may take long. */
const backupEveryMs = hours(26)
const backupForgottenMs = hours(8 * 24)

export function healthDetailRoutes(deps: HttpDeps): Route[] {
  const { door, clock, config, media } = deps
  return [
    {
      method: 'GET',
      path: '/api/health/details',
      crossOrigin: false,
      doc: {
        summary: 'How hub and media are: each thing ok, late or wrong',
        answers: { 200: details },
        problems: ['signIn.needed', 'request.forbidden'],
      },
      handle() {
        const vitals = door.vitals()
        const { available, reason, workers = [] } = media()
        return json(200, {
          ...{ at: clock.now(), version, mode: config.mode, begunAt: vitals.begunAt, draining: door.draining },
          checks: [...ofHub(deps, vitals), ...copies(config, vitals, clock.now()), ...ofMedia(media(), vitals)],
          media: { available, reason, workers: workers.map((one) => ({ error: '', ...one, pid: undefined })) },
        })
      },
    },
  ]
}

function ofHub({ door, config: { limits }, machine }: HttpDeps, { used, contacts, sockets }: Vitals): Check[] {
  const free = used['freeMegabytesMin']
  const checks: Check[] = [
    { name: 'store', state: door.storageDown ? 'wrong' : 'ok', value: machine?.storeBytes ?? null, bound: null },
    upTo('memory', (used['memoryMegabytesMax'] ?? 0) * megabyte, limits.memoryMegabytesMax * megabyte),
    upTo('contacts', contacts, limits.contactsMax),
    upTo(
      'files',
      (used['attachmentGigabytesMax'] ?? 0) * 1024 * megabyte,
      limits.attachmentGigabytesMax * 1024 * megabyte,
    ),
    { name: 'sockets', state: 'ok', value: sockets, bound: null },
  ]
  // Until the machine was looked at, its room is infinite.
  if (free === undefined || !Number.isFinite(free)) return checks
  const state =
    free < limits.freeMegabytesMin ? 'wrong' : free < nearlyFullTimes * limits.freeMegabytesMin ? 'late' : 'ok'
  return [...checks, { name: 'disk', state, value: free * megabyte, bound: limits.freeMegabytesMin * megabyte }]
}

/** A demo's data is nobody's: without a copy nothing is lost. */
function copies({ mode, keysCopy }: Config, { backupAt, keysCopiedAt }: Vitals, now: Instant): Check[] {
  const missing: State = mode === 'demo' ? 'ok' : 'wrong'
  const age = backupAt === null ? null : since(backupAt, now)
  const backup = age === null || age > backupForgottenMs ? missing : age > backupEveryMs ? 'late' : 'ok'
  return [
    { name: 'backup', state: backup, value: backupAt, bound: null },
    {
      name: 'keysCopy',
      state: keysCopy !== null || keysCopiedAt !== null ? 'ok' : missing,
      value: keysCopiedAt,
      bound: null,
    },
  ]
}

function ofMedia({ available, workers = [] }: ReturnType<HttpDeps['media']>, { calls }: Vitals): Check[] {
  const running = workers.filter(({ state }) => state === 'running').length
  return [
    {
      name: 'media',
      state: !available ? 'wrong' : running < workers.length ? 'late' : 'ok',
      value: running,
      bound: workers.length,
    },
    { name: 'calls', state: 'ok', value: calls, bound: null },
  ]
}

const upTo = (name: Check['name'], value: number, bound: number): Check => ({
  name,
  state: value >= bound ? 'wrong' : value >= nearShare * bound ? 'late' : 'ok',
  value,
  bound,
})
