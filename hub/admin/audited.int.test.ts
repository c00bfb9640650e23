/**
 * Every command leaves its record (P24), typed as an administrator does beside the built hub; and those that leave none say
 * why. What stands in the way of a record is in app/audit.ts and tried there: nothing here is done without it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandDef } from 'citty'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { partsOf, readRecord, type Act } from '../app/audit.ts'
import { startRealHub, type RealHub } from '../attack/real-hub.ts'
import { commands } from './commands.ts'
import { guest, runAdmin } from './testing.ts'

const place = mkdtempSync(join(tmpdir(), 'madoguchi-audited-'))
let hub: RealHub

beforeAll(async () => {
  hub = await startRealHub()
})
afterAll(async () => {
  await hub?.stop()
  hub?.remove()
  rmSync(place, { recursive: true, force: true })
})

/** Types a command on the hub's data; its output. Throws for one that was refused. */
async function admin(...args: readonly string[]): Promise<string> {
  const { out, wrong, code } = await runAdmin([...args, '--data', hub.dataFolder])
  if (code !== 0) throw new Error(`${args.join(' ')}: ${wrong}`)
  return out
}

/** Acts of the command line on record, the oldest first. */
async function recorded(): Promise<string[]> {
  const reader = openLmdbReader(join(hub.dataFolder, 'store'))
  try {
    const records = [...reader.range('audit', {})].map(({ value }) => readRecord(partsOf(value).body)!)
    return records.filter(({ actor }) => actor === 'command line').map(({ act }) => act)
  } finally {
    await reader.close()
  }
}

const configuration = join(place, 'next.json')

async function nextConfiguration(): Promise<void> {
  const served = JSON.parse(await admin('configurations', '1')) as { queues: object[] }
  const [first, ...others] = served.queues
  writeFileSync(configuration, JSON.stringify({ ...served, queues: [{ ...first, wrapUpSeconds: 77 }, ...others] }))
}

/** Enrols a second factor in the browser's place, for somebody to forget it. */
async function enrolled(login: string, password: string): Promise<void> {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${hub.origin}/api/agent/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.origin, 'x-madoguchi': '1', cookie },
      body: JSON.stringify(body),
    })
  const signedIn = await post('sign-in', { name: login, password })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const { secret } = (await (await post('second-factor/begin', {}, cookie)).json()) as { secret: string }
  const confirmed = await post('second-factor/confirm', { code: new TOTP({ secret }).generate() }, cookie)
  expect(confirmed.status).toBe(200)
}

interface Deed {
  readonly act: Act
  /** What stands first on the line is the command itself; what has to be there before is made so. */
  readonly args: () => Promise<readonly string[]> | readonly string[]
}

/** In this order. */
const deeds: Readonly<Record<string, readonly Deed[]>> = {
  backup: [{ act: 'backup.made', args: () => [join(place, 'copy')] }],
  keys: [{ act: 'keys.copied', args: () => [join(place, 'keys')] }],
  export: [
    { act: 'customer.exported', args: async () => [(await guest(hub, 'one')).customer, join(place, 'customer.json')] },
  ],
  erase: [
    { act: 'contact.erased', args: async () => [(await guest(hub, 'two')).contact] },
    { act: 'customer.erased', args: async () => [(await guest(hub, 'three')).customer] },
  ],
  apply: [{ act: 'configuration.applied', args: () => nextConfiguration().then(() => [configuration]) }],
  rollback: [{ act: 'configuration.rolledBack', args: () => [] }],
  'user add': [{ act: 'account.added', args: () => ['aoi', '--generate'] }],
  'user password': [{ act: 'account.password', args: () => ['aoi', '--generate'] }],
  'user forget': [
    {
      act: 'account.secondFactor',
      args: async () => {
        const out = await admin('user', 'add', 'ren', '--generate')
        await enrolled('ren', /Password: (\S+)/.exec(out)![1]!)
        return ['ren']
      },
    },
  ],
  'user disable': [{ act: 'account.disabled', args: () => ['aoi'] }],
  'user enable': [{ act: 'account.enabled', args: () => ['aoi'] }],
}

const ownFiles = 'reads a file that is given to it'
const figures = 'figures, of which none is anybody’s'
/** Commands without a record, and why. */
const unrecorded: Readonly<Record<string, string>> = {
  restore: 'recorded in the data that it restores: data-commands.int.test.ts',
  audit: 'whoever may read the data folder reads the record as they like: a record of it would promise too much',
  verify: 'opens a backup, not the data, and prints counts',
  plan: 'changes nothing',
  configurations: 'changes nothing',
  schema: 'the same for everybody',
  'flow check': ownFiles,
  'flow test': ownFiles,
  'flow graph': ownFiles,
  'flow ask': ownFiles,
  identity: ownFiles,
  'reports check': figures,
  'reports recompute': figures,
  staff: figures,
  'user list': 'changes nothing',
}

/** The names of all commands, those within others after theirs. */
const namesOf = (within: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(within).flatMap(([name, command]) => {
    const inner = (command as CommandDef).subCommands as Readonly<Record<string, unknown>> | undefined
    return inner === undefined ? [name] : namesOf(inner).map((one) => `${name} ${one}`)
  })

test('[P24] every command says which record it leaves, or why none', () => {
  expect(namesOf(commands).toSorted()).toEqual([...Object.keys(deeds), ...Object.keys(unrecorded)].toSorted())
})

describe('[P24] on record when it has answered:', () => {
  const tried = Object.entries(deeds).flatMap(([command, acts]) => acts.map((deed) => ({ command, ...deed })))
  test.each(tried)('$command: $act', async ({ command, act, args }) => {
    const typed = await args()
    const before = await recorded()
    await admin(...command.split(' '), ...typed)
    expect((await recorded()).slice(before.length)).toEqual([act])
  })
})
