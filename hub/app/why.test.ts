/** Why: asked by whoever may know of the contact, told with the names of today, and of past offers by their index. */
import { describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { demoPeople } from '../demo.ts'
import { Counter, staff } from './testing.ts'

describe('a waiting contact', () => {
  test('tells for what it waits, and why it is not the asker’s', async () => {
    const counter = await Counter.open()
    const hanako = await counter.page(staff('hanako'))
    await hanako.ask('presence.set', { status: 'away', reason: 'lunch' })
    const { contact, customer } = await counter.begin()
    expect(await hanako.ask('contact.why', { contact })).toMatchObject({
      waiting: {
        for: 'nobodyAvailable',
        queue: { en: 'Orders' },
        place: 1,
        step: null,
        agents: { eligible: 4, available: 0, ready: 0 },
        offeredTo: '',
      },
      notMe: 'notAvailable',
      offers: [],
    })
    expect(customer.item('visit', 'contact')).toMatchObject({ phase: 'queued', waitingFor: 'nobodyAvailable' })
    const james = await counter.arrive(staff('james'))
    await counter.until(() => james.items('desk', 'offer').length === 1)
    expect(await hanako.ask('contact.why', { contact })).toMatchObject({
      waiting: { for: 'offered', offeredTo: staff('james').name, agents: null },
      notMe: 'offeredToAnother',
      offers: [
        { agentName: staff('james').name, ending: '', strategy: 'longest-idle', candidates: 1, chosen: 'order' },
      ],
    })
    expect(await james.ask('contact.why', { contact })).toMatchObject({ notMe: '' })
    expect(customer.item('visit', 'contact')).toMatchObject({ phase: 'offered', waitingFor: 'offered' })
  })

  test('of a queue that is not theirs is hidden from agents and told to supervisors', async () => {
    const people = demoPeople.map((one) =>
      one.login === 'hanako' ? { ...one, queues: [makeId('queue', 'delivery')] } : one,
    )
    const counter = await Counter.open({ people })
    const { contact } = await counter.begin()
    const hanako = await counter.page(staff('hanako'))
    expect(await hanako.refusal('contact.why', { contact })).toBe('contact.gone')
    expect(await hanako.refusal('contact.pull', { contact })).toBe('contact.gone')
    const admin = await counter.page(staff('admin'))
    expect((await admin.ask('contact.why', { contact })).waiting?.for).toBe('nobodyAvailable')
    expect(await admin.refusal('contact.why', { contact: makeId('contact', 'nobodys') })).toBe('contact.gone')
  })
})

test('offers are told newest first, twenty at most, with how each ended; also after a restart and when it is over', async () => {
  const counter = await Counter.open()
  const { contact } = await counter.begin()
  const hanako = await counter.arrive(staff('hanako'))
  for (let n = 0; n < 22; n++) {
    await counter.until(() => hanako.items('desk', 'offer').length === 1)
    const { offer, epoch } = hanako.items('desk', 'offer')[0]!
    await hanako.ask('offer.decline', { offer, epoch })
  }
  await counter.accept(hanako)
  const misaki = await counter.page(staff('misaki'))
  await misaki.ask('presence.set', { status: 'away', reason: 'lunch' })
  await misaki.ask('contact.takeOver', { contact })
  const told = await misaki.ask('contact.why', { contact })
  const names = [staff('misaki').name, staff('hanako').name]
  expect([told.waiting, told.notMe, told.offers.length]).toEqual([null, '', 20])
  expect(told.offers.slice(0, 3)).toMatchObject([
    { agentName: names[0], chosen: 'takenOver', ending: 'accepted', byName: names[0], queue: { en: '' } },
    { agentName: names[1], chosen: 'order', ending: 'accepted', byName: '', queue: { en: 'Orders' } },
    { agentName: names[1], ending: 'declined' },
  ])
  const instants = told.offers.map(({ at }) => at)
  expect(instants).toEqual([...instants].sort((a, b) => b - a))
  expect(await hanako.refusal('contact.why', { contact })).toBe('contact.gone')
  await counter.restart()
  const back = await counter.page(staff('misaki'))
  expect((await back.ask('contact.why', { contact })).offers).toEqual(told.offers)
  await back.ask('contact.close', { contact })
  await back.ask('contact.wrapUp', { contact, disposition: '', note: '' })
  expect(await back.ask('contact.why', { contact })).toEqual({ ...told, notMe: 'notWaiting' })
  expect(counter.store.get('contactEvent', [contact, 1])).toBeUndefined()
})

test('is answered also while nothing can be kept, and changes nothing', async () => {
  const counter = await Counter.open()
  const { contact } = await counter.begin()
  const hanako = await counter.page(staff('hanako'))
  counter.disk.broken = true
  await counter.refusal()
  expect((await hanako.ask('contact.why', { contact })).waiting?.place).toBe(1)
})
