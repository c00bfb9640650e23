/** `plan`, `apply`, `rollback` and `configurations`, as an administrator types them beside the built hub, and after it has stopped. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRealHub, type RealHub } from '../attack/real-hub.ts'
import { admin as run, type Ran } from '../attack/storage-admin.ts'
import { guest } from './testing.ts'

const place = mkdtempSync(join(tmpdir(), 'madoguchi-configuration-'))
const file = join(place, 'next.json')
let hub: RealHub

beforeAll(async () => {
  hub = await startRealHub()
})
afterAll(async () => {
  await hub?.stop()
  hub?.remove()
  rmSync(place, { recursive: true, force: true })
})

const admin = (...args: readonly string[]): Promise<Ran> => run([...args, '--data', hub.dataFolder])

test('a file is planned, applied and rolled back; the plan is made of the data when no hub runs', async () => {
  await guest(hub, 'hello')
  const { queues, ...rest } = JSON.parse((await admin('configurations', '1')).out)
  const steps = [{ prefer: ['misaki'], for: '30s' }]
  const next = { ...rest, queues: [{ ...queues[0], steps }, ...queues.slice(1)], port: 1, secret: 'never'.repeat(9) }
  writeFileSync(file, JSON.stringify(next))

  const planned = await admin('plan', file)
  expect(planned).toMatchObject({ code: 0, wrong: '' })
  expect(planned.out).toContain('passed over here: port, secret.')
  expect(planned.out).toContain('steps/0: (not said) -> {"prefer":["misaki"],"for":"30s"}')
  expect(planned.out).toContain('orders: 1 waiting: 1 with the steps they joined under')
  expect((await admin('apply', file, '--from', '1', '--replan', '--note', 'Misaki first')).out).toContain(
    'Version 2 is served now, with 1 difference to the one before. 1 waiting contact has the steps of today.',
  )
  expect((await admin('rollback')).out).toBe('Version 3 is served now, with 1 difference to the one before.\n')
  expect((await admin('configurations')).out.replaceAll(/ {2}\d{4}-\S+ {2}[0-9a-f]{8}/g, '')).toBe(
    [
      '    1  hub  file  the built-in demo at the start',
      '    2  command line  apply  Misaki first',
      '    3  command line  rollback to 1',
      '3 versions; the last one is served.\n',
    ].join('\n'),
  )

  await hub.stop()
  // The contact has kept the steps of version 2, which are others than these.
  const other = [{ ...queues[0], steps: [{ for: '1m' }] }, ...queues.slice(1)]
  writeFileSync(file, JSON.stringify({ ...next, queues: other }))
  const plan = JSON.parse((await admin('plan', file, '--json', '--replan')).out)
  expect(plan).toMatchObject({
    from: 3,
    changes: [{ setting: 'steps/0' }],
    touched: [{ queue: 'orders', newSteps: 1 }],
  })
  writeFileSync(file, JSON.stringify({ ...next, queues: [{ ...queues[0], strategy: 'nonsense' }] }))
  const refused = await admin('plan', file)
  expect([refused.code, refused.out]).toEqual([1, ''])
  expect(refused.wrong).toContain(`"queues/0/strategy" in ${file} is "nonsense"; it must be one of longest-idle`)
}, 120_000)
