/** Both ends of the channel between a page and the widget in its frame, over a real channel. */
import { afterEach, expect, test } from 'vitest'
import { Bridge, type Heard } from './bridge.ts'

let open: Bridge[] = []
afterEach(() => {
  for (const bridge of open) bridge.close()
  open = []
})

function pair(run: (name: string, args: readonly unknown[]) => unknown, heard: Heard = {}): Bridge {
  const { port1, port2 } = new MessageChannel()
  const near = new Bridge(port1, () => {}, {})
  open = [near, new Bridge(port2, run, heard)]
  return near
}

test('what one end calls is done at the other, and answered', async () => {
  const near = pair((name, args) => `${name} ${args.join('+')}`)
  expect(await Promise.all([near.call('a', [1, 2]), near.call('b', [])])).toEqual(['a 1+2', 'b '])
})

test('what is refused there is refused here, with its code', async () => {
  const near = pair(() => Promise.reject(new Error('contact.open')))
  await expect(near.call('queue', [])).rejects.toThrow('contact.open')
})

test('a function stays where it is, and is asked from the other end as often as needed', async () => {
  let count = 0
  const near = pair(async (_, [give]) => {
    const ask = give as (what: string) => Promise<string>
    return [await ask('a'), await ask('b')]
  })
  expect(await near.call('identify', [(what: string) => `${what}${++count}`])).toEqual(['a1', 'b2'])
})

test('what cannot be copied over is refused, and an answer that cannot has no value', async () => {
  const near = pair(() => Symbol('none'))
  await expect(near.call('send', [{ symbol: Symbol('none') }])).rejects.toThrow('command.malformed')
  expect(await near.call('on', [])).toBeUndefined()
})

test('what is told comes in order, and what nobody listens to is passed over', async () => {
  const heard: unknown[] = []
  const near = pair(() => 'done', { event: (...event) => heard.push(event) })
  near.tell('attributes', { open: '' })
  near.tell('event', 'unread', { count: 1 })
  near.tell('event', 'ended', {})
  await near.call('any', [])
  expect(heard).toEqual([
    ['unread', { count: 1 }],
    ['ended', {}],
  ])
})

test('whoever waits when it is closed hears that there will be no answer', async () => {
  const near = pair(() => new Promise(() => {}))
  const asked = near.call('send', ['hello'])
  near.close()
  await expect(asked).rejects.toThrow('unavailable')
})
