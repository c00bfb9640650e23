import { describe, expect, test } from 'vitest'
import { closeCodes, frameKinds, limits, type HubFrame } from '../protocol/index.ts'
import { makeId } from '../model/ids.ts'
import { memoryOutbox, settled, world } from './fake-hub.ts'
import { ClientStopped } from './options.ts'
import { outboxMax } from './outbox.ts'

const contact = makeId('contact', '1')
const send = (text: string) => ({ contact, text, attachments: [] })
const sentReply = (id: string, seq = 1): HubFrame => [frameKinds.reply, id, [seq, 1_700_000_000_000]]

describe('requests', () => {
  test('made before the welcome, sent after it, answered once', async () => {
    const { client, online, outbox } = world()
    const answered: unknown[] = []
    client.on('answered', (event) => answered.push(event))
    const { id, done } = client.request('message.send', send('hello'))
    const line = await online()
    expect(line.received.at(-1)).toEqual([frameKinds.request, id, 'message.send', [contact, 'hello', []]])
    line.say(sentReply(id, 4))
    line.say(sentReply(id, 5))
    await expect(done).resolves.toEqual({ seq: 4, at: 1_700_000_000_000 })
    expect(answered).toHaveLength(1)
    expect(answered[0]).toMatchObject({ id, verb: 'message.send', reply: { seq: 4 }, refusal: null })
    expect(outbox.stored).toEqual([])
  })

  test('unanswered ones go out again after every welcome, in order, with the same ids, before newer ones', async () => {
    const { client, latest, online } = world()
    const first = await online()
    client.request('message.send', send('one'))
    const two = client.request('message.send', send('two'))
    client.request('message.send', send('three'))
    first.say(sentReply(two.id))
    first.events.closed(1006)
    client.request('message.send', send('four'))
    client.on('state', (state) => {
      if (state.kind === 'online') client.request('message.send', send('five'))
    })
    await online()
    expect(latest().requestIds).toEqual(['r1', 'r3', 'r4', 'r5'])
  })

  test('a refusal rejects with its code, and nobody needs to listen', async () => {
    const { client, online, outbox } = world()
    const line = await online()
    const { id, done } = client.request('message.send', send('hello'))
    line.say([frameKinds.refusal, id, 'contact.gone'])
    await expect(done).rejects.toMatchObject({ name: 'Refused', code: 'contact.gone' })
    expect(outbox.stored).toEqual([])
    const unheard = client.request('message.send', send('hello'))
    line.say([frameKinds.refusal, unheard.id, 'contact.gone'])
    await settled()
  })

  test.each(['hub.draining', 'storage.unavailable', 'request.tooMany'])(
    '%s is no answer: it asks again',
    async (code) => {
      const { client, clock, online } = world()
      const line = await online()
      const { id } = client.request('message.send', send('one'))
      const two = client.request('message.send', send('two'))
      line.say([frameKinds.refusal, id, code])
      line.say([frameKinds.refusal, two.id, code])
      expect(client.resumePending()).toHaveLength(2)
      await clock.pass(1_500)
      expect(line.requestIds).toEqual(['r1', 'r2', 'r1', 'r2'])
      line.say(sentReply(id))
      expect(client.resumePending()).toMatchObject([{ id: two.id, verb: 'message.send', body: send('two') }])
    },
  )

  test('what is asked while others are put off waits behind them', async () => {
    const { client, clock, online } = world()
    const line = await online()
    const { id } = client.request('message.send', send('one'))
    line.say([frameKinds.refusal, id, 'request.tooMany'])
    const two = client.request('message.send', send('two'))
    expect(line.requestIds).toEqual([id])
    await clock.pass(1_500)
    expect(line.requestIds).toEqual([id, id, two.id])
  })

  test('a request over which the hub closes the line again and again counts as refused, and the rest goes on', async () => {
    const { client, online } = world()
    const first = await online()
    const { done } = client.request('message.send', send('indigestible'))
    const two = client.request('message.send', send('two'))
    first.events.closed(closeCodes.malformed)
    ;(await online()).events.closed(1006)
    ;(await online()).events.closed(closeCodes.malformed)
    expect(client.resumePending()).toHaveLength(2)
    ;(await online()).events.closed(closeCodes.malformed)
    await expect(done).rejects.toMatchObject({ code: 'request.malformed' })
    expect((await online()).requestIds).toEqual([two.id])
  })

  test('a refusal that comes twice makes it ask again no sooner and no oftener', async () => {
    const { client, clock, online } = world()
    const line = await online()
    const { id } = client.request('message.send', send('one'))
    const refuse = () => line.say([frameKinds.refusal, id, 'storage.unavailable'])
    refuse()
    await clock.pass(400)
    refuse()
    while (line.requestIds.length < 2) await clock.pass(50)
    refuse()
    await clock.pass(450)
    expect(line.requestIds).toEqual([id, id])
    await clock.pass(1_050)
    expect(line.requestIds).toEqual([id, id, id])
  })

  test('what was put off goes out once only when the line changes meanwhile', async () => {
    const { client, clock, online, latest } = world()
    const line = await online()
    const { id } = client.request('message.send', send('one'))
    line.say([frameKinds.refusal, id, 'storage.unavailable'])
    line.events.closed(1006)
    await online()
    await clock.pass(5_000)
    expect(latest().requestIds).toEqual([id])
  })

  test('over a reload: the next page sends what the last one left, and hears of the answer', async () => {
    const outbox = memoryOutbox()
    const before = world({ outbox })
    const { id } = before.client.request('message.send', send('まだ届いていない'))
    expect(outbox.stored).toHaveLength(1)

    const after = world({ outbox, requestId: () => 'fresh' })
    const answered: unknown[] = []
    after.client.on('answered', (event) => answered.push(event))
    expect(after.client.resumePending()).toEqual([{ id, verb: 'message.send', body: send('まだ届いていない') }])
    const line = await after.online()
    expect(line.requestIds).toEqual([id])
    line.say([frameKinds.refusal, id, 'contact.gone'])
    expect(answered).toEqual([{ id, verb: 'message.send', reply: null, refusal: 'contact.gone', retryAfterMs: null }])
    expect(outbox.stored).toEqual([])
  })

  test('what the storage holds that is no request of ours is left out', async () => {
    const good = { id: 'good', verb: 'message.send', body: [contact, 'x', []] }
    const bad = [null, 7, {}, { id: 'a', verb: 'nothing.real', body: [] }, { id: 'b', verb: 'message.send', body: [1] }]
    const { client } = world({ outbox: memoryOutbox([...bad, good] as never) })
    expect(client.resumePending().map(({ id }) => id)).toEqual(['good'])
  })

  test('what the hub could only refuse is not sent at all', async () => {
    const { client, online, outbox } = world()
    const line = await online()
    const { done } = client.request('message.send', send('x'.repeat(limits.messageTextMax + 1)))
    await expect(done).rejects.toMatchObject({ code: 'request.malformed' })
    expect(line.requestIds).toEqual([])
    expect(outbox.stored).toEqual([])
  })

  test('half an emoji does not cost the line', async () => {
    const { client, online } = world()
    const line = await online()
    client.request('message.send', send('cut \ud83d'))
    expect(line.received.at(-1)).toEqual([frameKinds.request, 'r1', 'message.send', [contact, 'cut \ufffd', []]])
  })

  test('the outbox is bounded', async () => {
    const { client } = world()
    for (let n = 0; n < outboxMax; n++) client.request('message.send', send(`${n}`))
    await expect(client.request('message.send', send('over')).done).rejects.toMatchObject({ code: 'request.tooMany' })
    expect(client.resumePending()).toHaveLength(outboxMax)
  })

  test('signed out: waiting ones are rejected and nothing is left for the next identity', async () => {
    const { client, online, outbox } = world()
    const line = await online()
    const { done } = client.request('message.send', send('mine'))
    line.events.closed(closeCodes.signedOut)
    await expect(done).rejects.toBeInstanceOf(ClientStopped)
    expect(outbox.stored).toEqual([])
    await expect(client.request('message.send', send('later')).done).rejects.toMatchObject({ reason: 'signedOut' })
    expect(outbox.stored).toEqual([])
  })

  test('closed by the page: rejected, but left for the next page', async () => {
    const { client, online, outbox } = world()
    await online()
    const { done } = client.request('message.send', send('mine'))
    client.close()
    await expect(done).rejects.toMatchObject({ reason: 'closed' })
    expect(outbox.stored).toHaveLength(1)
  })

  test('drawn request ids are well formed and differ', () => {
    let seed = 1
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const { client } = world({ random, requestId: undefined as never })
    const ids = new Set(Array.from({ length: 100 }, () => client.request('message.send', send('x')).id))
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/)
  })
})
