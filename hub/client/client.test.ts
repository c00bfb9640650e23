import { expect, test } from 'vitest'
import { frameKinds } from '../protocol/index.ts'
import { makeId } from '../model/ids.ts'
import { messageEntry, settled, world } from './fake-hub.ts'

const contact = makeId('contact', '1')

test('a first connection: ticket, hello without cursors, welcome, online', async () => {
  const { client, latest } = world()
  const states: string[] = []
  client.on('state', (state) => states.push(state.kind))
  client.connect()
  await settled()
  latest().welcome()
  expect(latest().received).toEqual([[frameKinds.hello, [1], 'ticket-1', [], []]])
  expect(states).toEqual(['connecting', 'online'])
  latest().say([frameKinds.entries, contact, 1, [messageEntry('hello')]])
  expect(client.log(contact)).toHaveLength(1)
})
