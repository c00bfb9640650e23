import { expect, test } from 'vitest'
import { headOf } from '../app/audit.ts'
import { verifyChain } from '../app/audit-chain.ts'
import { makeRequest } from '../http/testing.ts'
import { minutes } from '../model/time.ts'
import { neverStruck, reportLines } from './attack.ts'
import { tampering } from './inside-audit.ts'
import { castOf, logins, type Cast } from './inside-cast.ts'
import { staff, type InsideHub } from './inside-hub.ts'

test('[P24] whatever is changed in the records of privileged acts is found', async () => {
  const result = await tampering(4711, 8, false, 10)
  console.log(reportLines('audit', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 120_000)

const actsOf = (place: InsideHub): string[] => {
  const found: string[] = []
  const { findings } = verifyChain(place.store, {
    each: ({ actor, act, object, detail }) => found.push([actor, act, object, detail].join(' ').trim()),
  })
  expect(findings).toEqual([])
  return found
}
const since = (place: InsideHub, n: number): string[] => actsOf(place).slice(n)

test.each([
  ['supervisor', 'agt_sue'],
  ['administrator', 'agt_ada'],
] as const)(
  '[P24] over a socket: a %s who reads what others said with a customer is recorded by name, once for each look',
  async (who, name) => {
    const cast = await castOf(who, 'active')
    const { place, lines, own, earlier } = cast
    const before = headOf(place.store).n
    const customer = lines[who].items('desk', 'contact')[0]!.customer
    const read = { contact: own, earlier, after: 0, limit: 10 }
    expect(await lines[who].ask('contact.read', { ...read, earlier: own })).toBe('done')
    expect(since(place, before)).toEqual([])
    expect(await lines[who].ask('contact.read', read)).toBe('done')
    expect(await lines[who].ask('contact.read', read)).toBe('done')
    expect(await lines[who].ask('contact.earlier', { contact: own, limit: 5 })).toBe('done')
    const looks = [`${name} contact.read ${earlier}`, `${name} contact.earlier ${customer}`]
    expect(since(place, before)).toEqual(looks)
    // Another sign-in of the same person is another look, at whatever time.
    const elsewhere = await place.line(await place.agent(logins[who]))
    expect(await elsewhere.ask('contact.read', read)).toBe('done')
    looks.push(`${name} contact.read ${earlier}`)
    expect(since(place, before)).toEqual(looks)
    // Ten minutes on the hub's clock, which the test alone moves; everybody stays on their line.
    await stay(cast, minutes(10))
    expect(await lines[who].ask('contact.read', read)).toBe('done')
    expect(since(place, before)).toEqual([...looks, `${name} contact.read ${earlier}`])
    expect(place.fatal).toEqual([])
    place.close()
  },
)

/** Lets time pass with a beat of every page in each part of it. */
async function stay({ place, lines, others }: Cast, ms: number): Promise<void> {
  const beatMs = 10_000
  for (let passedMs = 0; passedMs < ms; passedMs += beatMs) {
    for (const line of [...Object.values(lines), ...others]) line.beat()
    await place.pass(beatMs)
  }
}

test('[P24] an agent who reads an earlier contact of a customer of theirs does their work', async () => {
  const { place, lines, own, earlier } = await castOf('agent', 'active')
  const before = headOf(place.store).n
  expect(await lines.agent.ask('contact.read', { contact: own, earlier, after: 0, limit: 10 })).toBe('done')
  expect(await lines.agent.ask('contact.earlier', { contact: own, limit: 5 })).toBe('done')
  expect(since(place, before)).toEqual([])
  place.close()
})

test('[P24] over HTTP: a file of somebody else’s contact is recorded before it is served', async () => {
  const { place, known, foreignFile, foreign } = await castOf('agent', 'active')
  const before = headOf(place.store).n
  const fetch = (who: 'supervisor' | 'administrator' | 'stranger' | 'colleague') =>
    place.settled(place.http(makeRequest({ path: `/api/attachments/${foreignFile}`, ...known[who] })))
  for (const who of ['stranger', 'colleague', 'supervisor', 'administrator', 'administrator'] as const) await fetch(who)
  expect(since(place, before)).toEqual([
    `agt_sue attachment.read ${foreign.active}`,
    `agt_ada attachment.read ${foreign.active}`,
  ])
  place.close()
})

test('[P24] changes of accounts are recorded with who wanted them, and without a secret', async () => {
  const { place } = await castOf('agent', 'active')
  const before = headOf(place.store).n
  const ann = staff.find(({ login }) => login === 'ann')!
  const { accounts } = place
  const kept = accounts.find('ann')!
  await place.settled(accounts.put({ ...kept, person: { ...ann, role: 'administrator' } }, 'command line'))
  await place.settled(accounts.put({ person: { ...ann, disabled: true, role: 'administrator' }, passwordHash: 'hush' }))
  await place.settled(
    accounts.put({ person: { ...ann, capacityUnits: 5, role: 'administrator' }, passwordHash: 'hush' }),
  )
  await place.settled(
    accounts.put({ person: { ...ann, agent: 'agt_new' as never, login: 'new' }, passwordHash: 'hush' }),
  )
  expect(since(place, before)).toEqual([
    'command line account.role agt_ann agent to administrator',
    'hub account.disabled agt_ann',
    'hub account.password agt_ann',
    'hub account.enabled agt_ann',
    'hub account.rules agt_ann',
    'hub account.added agt_new agent',
  ])
  place.close()
})

test('[P24] an account that is locked is recorded; what was typed for a name that nobody has is not', async () => {
  const { place } = await castOf('agent', 'active')
  const before = headOf(place.store).n
  let asked = 0
  const guess = (name: string) =>
    place.settled(
      place.http(
        makeRequest({
          method: 'POST',
          path: '/api/agent/sign-in',
          address: `10.1.0.${(asked += 1)}`,
          headers: { 'x-madoguchi': '1' },
          body: { name, password: 'a guess' },
        }),
      ),
    )
  for (let time = 0; time < 6; time++) for (const name of ['ann', 'hunter2']) await guess(name)
  await place.settle()
  expect(since(place, before)).toEqual(['hub account.locked agt_ann'])
  place.close()
}, 30_000)
