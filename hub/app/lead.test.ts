/** Leading a floor over the wire: figures and alerts, a talk read while it goes on, a word, other queues and skills. */
import { describe, expect, test } from 'vitest'
import { rulesOf } from '../acd/index.ts'
import { demoDocument, demoOrganisation } from '../demo.ts'
import { makeId } from '../model/ids.ts'
import { hours, seconds } from '../model/time.ts'
import { alertId } from './alerts.ts'
import { verifyChain } from './audit-chain.ts'
import type { Organisation } from './organisation.ts'
import { rows } from './records.ts'
import { agentId, Counter, staff, visitor } from './testing.ts'

const orders = makeId('queue', 'orders')
const hanako = agentId('hanako')

const actsOf = (counter: Counter): string[] => {
  const found: string[] = []
  verifyChain(counter.store, { each: ({ actor, act, object }) => found.push(`${actor} ${act} ${object}`) })
  return found
}
const texts = (
  page: { entries: (contact: never) => readonly { entry: { kind: string; text?: string } }[] },
  id: string,
) => page.entries(id as never).flatMap(({ entry }) => (entry.kind === 'message' ? [entry.text] : []))

const watchful: Organisation = {
  ...demoOrganisation,
  thresholds: [
    { key: 'long', measure: 'longestWait', bound: 10, isAbove: true, forMs: seconds(5), queues: [orders] },
    { key: 'crowd', measure: 'waiting', bound: 3, isAbove: true, forMs: seconds(0), queues: null },
  ],
}

describe('who leads a floor', () => {
  test('sees how today goes, at queues and with agents; agents do not', async () => {
    const counter = await Counter.open()
    counter.hub.reporting.start()
    const lead = await counter.page(staff('misaki'))
    const { contact, customer, agent } = await counter.talk(visitor('yuki'))
    await counter.pass(4_000)
    await customer.ask('contact.end', { contact })
    await counter.pass(20_000)
    expect(lead.items('floor', 'queueDay').find(({ queue }) => queue === orders)).toMatchObject({
      answered: 1,
      abandoned: 0,
      level: 1_000,
      levelNow: 1_000,
      levelSeconds: 20,
      levelPercent: 80,
      levelOf: 1,
      levelNowOf: 1,
    })
    expect(lead.items('floor', 'agentDay').map(({ agent: id }) => id)).toContain(hanako)
    expect([...agent.items('floor', 'queueDay'), ...agent.items('floor', 'agentDay')]).toEqual([])
    expect(agent.items('floor', 'queue')[0]).toHaveProperty('waitP50Ms')
  })

  test('is told of a queue that goes badly, also while nothing happens, until it goes well or is closed; others are not', async () => {
    const counter = await Counter.open({ organisation: watchful })
    const lead = await counter.page(staff('misaki'))
    const { agent } = await counter.talk(visitor('yuki'))
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await lead.ask('presence.set', { status: 'away', reason: 'lunch' })
    const waits = await counter.begin(visitor('ken'))
    await counter.pass(14_000)
    expect(lead.items('floor', 'alert')).toEqual([])
    await counter.pass(8_000)
    const [alert] = lead.items('floor', 'alert')
    expect(alert).toMatchObject({ rule: 'long', queue: orders, measure: 'longestWait', bound: 10, isAbove: true })
    expect(agent.items('floor', 'alert')).toEqual([])
    await lead.ask('alert.seen', { alert: alertId('long', orders) })
    await counter.pass(3_000)
    const nameOfLead = counter.hub.directory.agentName(agentId('misaki'))
    expect(lead.items('floor', 'alert')[0]?.seenBy).toEqual([nameOfLead])
    // It outlives the hub, as old as it was and seen by whom it was seen.
    await counter.restart()
    const again = await counter.page(staff('james'))
    const leading = await counter.page(staff('misaki', 2))
    await counter.pass(3_000)
    expect(again.items('floor', 'alert')).toEqual([])
    const { rule, since, seenBy } = leading.items('floor', 'alert')[0]!
    expect({ rule, since, seenBy }).toEqual({ rule: 'long', since: alert!.since, seenBy: [nameOfLead] })
    await (await counter.page(visitor('ken'))).ask('contact.end', { contact: waits.contact })
    await counter.pass(3_000)
    expect(leading.items('floor', 'alert')).toEqual([])
    expect([...counter.store.range('alert', {})]).toEqual([])
  })

  test('reads a talk while it goes on, on record, until they stop or are gone', async () => {
    const counter = await Counter.open()
    const lead = await counter.page(staff('misaki'))
    const { contact, customer, agent } = await counter.talk(visitor('yuki'))
    const said = texts(agent, contact)
    expect(texts(lead, contact)).toEqual([])
    await lead.ask('contact.watch', { contact, on: true })
    expect(texts(lead, contact)).toEqual(said)
    await customer.ask('message.send', { contact, text: 'one', attachments: [] })
    await counter.pass(100)
    expect(texts(lead, contact)).toEqual([...said, 'one'])
    await lead.ask('contact.watch', { contact, on: false })
    await customer.ask('message.send', { contact, text: 'two', attachments: [] })
    await counter.pass(100)
    expect(texts(lead, contact)).toEqual([...said, 'one'])
    expect(actsOf(counter)).toEqual([`${agentId('misaki')} contact.read ${contact}`])
    // Nothing is kept of it: another line begins with nothing.
    await lead.ask('contact.watch', { contact, on: true })
    lead.socket.close(1_000)
    await counter.pass(7_000)
    const again = await counter.page(staff('misaki'))
    expect(texts(again, contact)).toEqual([])
    await customer.ask('message.send', { contact, text: 'three', attachments: [] })
    await counter.pass(100)
    expect(texts(again, contact)).toEqual([])
  })

  test('reads one talk in two windows, and closing it in one leaves it open in the other', async () => {
    const counter = await Counter.open()
    const windows = [await counter.page(staff('misaki')), await counter.page(staff('misaki'))]
    const { contact, customer } = await counter.talk(visitor('yuki'))
    for (const window of windows) await window.ask('contact.watch', { contact, on: true })
    await windows[0]!.ask('contact.watch', { contact, on: false })
    await customer.ask('message.send', { contact, text: 'one', attachments: [] })
    await counter.pass(100)
    expect(windows.map((window) => texts(window, contact).includes('one'))).toEqual([false, true])
    windows[1]!.socket.close(1_000)
    await counter.pass(100)
    await customer.ask('message.send', { contact, text: 'two', attachments: [] })
    await counter.pass(100)
    expect(windows.map((window) => texts(window, contact).includes('two'))).toEqual([false, false])
  })

  test('sends a word to who is there, on record without the words', async () => {
    const counter = await Counter.open()
    const lead = await counter.page(staff('misaki'))
    const told = { agent: hanako, text: '休憩をどうぞ' }
    expect(await lead.ask('agent.tell', told).catch((refused: { code: string }) => refused.code)).toBe('agent.offline')
    const agent = await counter.page(staff('hanako'))
    await lead.ask('agent.tell', told)
    await counter.pass(100)
    expect(agent.items('desk', 'notice')).toMatchObject([{ act: 'told', text: '休憩をどうぞ', contact: null }])
    expect(actsOf(counter)).toEqual([`${agentId('misaki')} agent.told ${hanako}`])
  })

  test('sends a word that outlives a restart, sealed, and is forgotten with its key after a day', async () => {
    const counter = await Counter.open()
    const lead = await counter.page(staff('misaki'))
    await counter.page(staff('hanako'))
    await lead.ask('agent.tell', { agent: hanako, text: 'Canary4711' })
    await counter.restart()
    const agent = await counter.page(staff('hanako', 2))
    expect(agent.items('desk', 'notice')).toMatchObject([{ act: 'told', text: 'Canary4711' }])
    const [kept] = [...counter.store.range('notice', {})]
    expect(Buffer.from(kept!.value).includes('Canary4711')).toBe(false)
    const { slot } = rows.notice.read(kept!.value)[0]!
    expect(counter.keys.key(slot!)).not.toBeNull()
    await counter.pass(hours(24))
    await counter.settled(counter.write())
    await counter.pass(100)
    expect(agent.items('desk', 'notice')).toEqual([])
    expect([...counter.store.range('notice', {})]).toEqual([])
    expect(counter.keys.key(slot!)).toBeNull()
  })

  test('gives an agent other queues and skills at once, as a version of the configuration', async () => {
    const counter = await Counter.open({ file: () => demoDocument })
    const lead = await counter.page(staff('misaki'))
    const wish = { agent: hanako, queues: [orders], skills: [{ name: 'lang.en', level: 4 }] }
    await lead.ask('agent.rules', wish)
    expect(rulesOf(counter.hub.live.floor, hanako)).toMatchObject({ queues: [orders], skills: { 'lang.en': 4 } })
    expect(counter.hub.door.configuration!.versions().at(-1)).toMatchObject({ n: 2, note: 'hanako', source: 'apply' })
    const acts = actsOf(counter).map((act) => act.split(' ')[1])
    expect(acts.slice(-2)).toEqual(['configuration.applied', 'agent.rules'])
    const bad = { ...wish, skills: [{ name: 'No Skill', level: 4 }] }
    expect(await lead.ask('agent.rules', bad).catch((refused: { code: string }) => refused.code)).toBe(
      'request.malformed',
    )
    const elsewhere = { ...wish, queues: [makeId('queue', 'none')] }
    expect(await lead.ask('agent.rules', elsewhere).catch((refused: { code: string }) => refused.code)).toBe(
      'queue.unknown',
    )
    expect(counter.hub.door.configuration!.versions()).toHaveLength(2)
  })
})
