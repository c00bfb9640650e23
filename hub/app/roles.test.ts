/** Roles of one's own on a hub that runs: who may look on, what they are shown, and what another version of them does at once. */
import { describe, expect, test } from 'vitest'
import { agentOf } from '../acd/index.ts'
import { demoDocument, demoPeople } from '../demo.ts'
import { makeId } from '../model/ids.ts'
import { rightsOf, type Right } from '../model/rights.ts'
import { headOf, partsOf, readRecord } from './audit.ts'
import type { Person } from './organisation.ts'
import { roleChanges, roleMissed } from './roles.ts'
import { Counter, staff, visitor } from './testing.ts'

const name = { en: 'Trainer', ja: 'トレーナー' }
const withRole = (...rights: readonly Right[]) => ({ ...demoDocument, roles: [{ id: 'trainer', name, rights }] })
const agent = makeId('agent', 'toru')
const trainer: Person = { ...demoPeople[0]!, agent, login: 'toru', name: 'Toru', role: 'trainer' }
const [hanako, admin] = ['hanako', 'admin'].map((login) => demoPeople.find((one) => one.login === login)!) as [
  Person,
  Person,
]

async function opened(...rights: readonly Right[]) {
  const counter = await Counter.open({ file: () => withRole(...rights) as never, people: [...demoPeople, trainer] })
  const actor = {
    ...staff(),
    session: makeId('session', 'a-toru'),
    agent,
    role: 'trainer',
    rights: new Set(rights),
    name: trainer.name,
  }
  const wish = { name: 'a file', replan: false, note: '', from: null, request: '' }
  const apply = (document: object, by: Parameters<NonNullable<typeof counter.hub.door.configuration>['apply']>[1]) =>
    counter.settled(counter.hub.door.configuration!.apply({ ...wish, document }, by))
  return { counter, actor, apply }
}

const acts = (counter: Counter): string[] =>
  Array.from({ length: headOf(counter.store).n }, (_, at) => {
    const { actor, act, object, detail } = readRecord(partsOf(counter.store.get('audit', [at + 1])!).body)!
    return `${actor} ${act} ${object} ${detail}`.trim()
  })

describe('who does not serve', () => {
  test('is on no floor, is offered nothing and may not say that they are there', async () => {
    const { counter, actor } = await opened('floor.read', 'contacts.read')
    const page = await counter.page(actor)
    expect(page.item('desk', 'me')).toMatchObject({ role: 'trainer', rights: ['floor.read', 'contacts.read'] })
    expect(agentOf(counter.hub.live.floor, agent)).toBeUndefined()
    expect(await page.refusal('presence.set', { status: 'available', reason: '' })).toBe('request.forbidden')
    const boss = await counter.page(staff('misaki'))
    expect(boss.items('floor', 'agent').map((one) => one.agent)).not.toContain(agent)
    const forced = { agent, status: 'available', reason: '' } as const
    expect(await boss.refusal('agent.force', forced)).toBe('agent.unknown')
    page.socket.close()
    await counter.pass(20_000)
    expect(counter.fatal).toEqual([])
  })

  test('is shown what they may read of the floor, and no more', async () => {
    for (const [rights, queues, held] of [
      [['floor.read'], 3, 1],
      [['audit.read'], 0, 0],
    ] as const) {
      const { counter, actor } = await opened(...rights)
      await counter.talk()
      const page = await counter.page(actor)
      await counter.pass(500)
      expect([rights, page.items('floor', 'queue').length > 0, page.items('floor', 'held').length]).toEqual([
        rights,
        queues > 0,
        held,
      ])
    }
  })

  test('may read any contact by right, is recorded, and changes nothing of it', async () => {
    const { counter, actor } = await opened('contacts.read', 'contacts.listen')
    const { contact } = await counter.talk()
    const page = await counter.page(actor)
    const read = { contact, earlier: contact, after: 0, limit: 10 }
    expect((await page.ask('contact.read', read)).entries.length).toBeGreaterThan(0)
    expect(acts(counter)).toContain(`${agent} contact.read ${contact}`)
    for (const verb of ['contact.close', 'contact.park', 'contact.takeOver', 'contact.pull'] as const)
      expect([verb, await page.refusal(verb, { contact })]).toEqual([verb, 'request.forbidden'])
    expect(await page.refusal('call.listen', { contact, mode: 'barge' })).toBe('request.forbidden')
    expect(await page.refusal('call.listen', { contact, mode: 'monitor' })).toBe('call.gone')
  })
})

describe('another version of the roles', () => {
  test('closes the lines of those whom it concerns at once, and of nobody else; back, they have what is new', async () => {
    const { counter, actor, apply } = await opened('floor.read')
    const page = await counter.page(actor)
    const bystander = await counter.page(staff('misaki'))
    const guest = await counter.page(visitor())
    expect(await apply(withRole('floor.read', 'reports.read'), admin.agent)).toMatchObject({ version: 2 })
    await counter.pass(100)
    expect([page.closedWith, bystander.closedWith, guest.closedWith]).toEqual([1001, null, null])
    expect(acts(counter).slice(-2)).toEqual([
      `${admin.agent} role.changed trainer +reports.read`,
      expect.stringContaining(`${admin.agent} configuration.applied version 2`),
    ])
    // Their ticket is older than the role.
    const back = await counter.page(actor)
    expect(back.item('desk', 'me')!.rights).toEqual(['floor.read', 'reports.read'])
    await apply({ ...withRole('floor.read', 'reports.read'), reasons: [] }, admin.agent)
    await counter.pass(100)
    expect(back.closedWith).toBeNull()
  })

  test('is refused as long as somebody has a role that is gone, and by whoever may give none', async () => {
    const { counter, apply } = await opened('floor.read', 'configuration.change')
    expect(await apply({ ...demoDocument, roles: [] }, admin.agent)).toEqual({
      refused: 'The role trainer is not in "roles" any more, but toru has it. Give them another one first.',
    })
    for (const by of [agent, hanako.agent])
      expect(await apply(withRole('accounts.change'), by)).toMatchObject({
        refused: expect.stringContaining('"roles"'),
      })
    expect(counter.hub.directory.rightsOf('trainer')).toEqual(new Set(['floor.read', 'configuration.change']))
    counter.people = demoPeople
    counter.hub.door.personChanged(agent)
    await counter.pass(50)
    expect(await apply({ ...demoDocument, roles: [] }, admin.agent)).toMatchObject({ version: 2 })
  })
})

test('gives nobody rights that they have not: by a role of their own they would have them at once', async () => {
  const { counter, apply } = await opened('configuration.change', 'accounts.change')
  for (const rights of [
    ['configuration.change', 'accounts.change', 'customers.erase'],
    ['configuration.change', 'accounts.change', 'keys.change'],
  ] as const)
    expect(await apply(withRole(...rights), agent)).toEqual({
      refused: `Nobody gives or takes a right by "roles" that they have not themselves: ${rights[2]} is one.`,
    })
  expect(
    await apply(withRole('configuration.change', 'accounts.change', 'customers.erase'), admin.agent),
  ).toMatchObject({
    version: 2,
  })
  // Nor do they go back to a version in which somebody had more, or take what is not theirs to give.
  expect(await apply(withRole('accounts.change', 'configuration.change'), hanako.agent)).toMatchObject({
    refused: expect.stringContaining('may change accounts'),
  })
  expect(await apply(withRole('accounts.change'), agent)).toMatchObject({ version: 3 })
  expect(await apply(withRole('accounts.change', 'configuration.change'), agent)).toMatchObject({
    refused: expect.stringContaining('configuration.change is one'),
  })
  expect(counter.fatal).toEqual([])
})

test('what roles differ by is told right by right', () => {
  const own = (...rights: readonly Right[]) => ({ roles: [{ id: 'trainer', name, rights }] })
  expect(roleChanges(own('floor.read'), own('floor.read'))).toEqual([])
  expect(roleChanges(own('floor.read'), own('audit.read'))).toEqual([
    { role: 'trainer', detail: '+audit.read -floor.read', rights: ['audit.read', 'floor.read'] },
  ])
  expect(roleChanges({}, own('floor.read'))).toEqual([
    { role: 'trainer', detail: '+floor.read', rights: ['floor.read'] },
  ])
  expect(roleMissed({}, own('floor.read'), [hanako])).toBeNull()
  expect(roleMissed({}, own('floor.read'), [trainer])).toContain('toru')
  expect([...rightsOf('trainer')]).toEqual([])
})
