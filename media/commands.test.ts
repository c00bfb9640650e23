/** What the hub says, read with care: whatever is not exactly a command is refused, and nothing throws. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeId } from '../hub/model/ids.ts'
import { readCommand } from './commands.ts'

const call = makeId('call', 'c')
const leg = makeId('leg', 'l')
const flags = { muted: false, cameraOff: true, held: false, sharing: false }
const talks = { id: leg, role: 'customer', mode: 'talk', ...flags }
const wish = (...legs: unknown[]) => ({ id: 1, epoch: 2, type: 'call', call: { id: call, revision: 3, legs } })
const ask = (request: unknown) => ({ id: 1, epoch: 2, type: 'ask', call, leg, request })
const read = (frame: unknown) => readCommand(JSON.stringify(frame))

test.each<[string, unknown]>([
  ['begin', { id: 1, epoch: 2, type: 'begin' }],
  ['a call of nobody', wish()],
  ['a call', wish(talks, { ...talks, id: 'leg_2', role: 'supervisor', mode: 'whisper', partner: leg })],
  ['the end of a call', { id: 1, epoch: 2, type: 'end', call }],
  ['a request', ask({ verb: 'produce', source: 'camera', parameters: {} })],
])('%s is read as it was written', (_, frame) => expect(read(frame)).toEqual(frame))

describe('what is no command is refused by its id', () => {
  test.each<[string, unknown]>([
    ['an unknown type', { id: 1, epoch: 2, type: 'dance' }],
    ['no epoch', { id: 1, type: 'begin' }],
    ['another kind of id', { id: 1, epoch: 2, type: 'end', call: leg }],
    ['a leg twice', wish(talks, talks)],
    ['more legs than there may be', wish(...Array.from({ length: 33 }, (_, at) => ({ ...talks, id: `leg_${at}` })))],
    ['a customer who listens in', wish({ ...talks, mode: 'monitor' })],
    ['an agent who whispers', wish({ ...talks, role: 'agent', mode: 'whisper', partner: leg })],
    ['a whisper to nobody', wish({ ...talks, role: 'supervisor', mode: 'whisper' })],
    ['a role from the prototype', wish({ ...talks, role: 'constructor', mode: 'name' })],
    ['a flag that is none', wish({ ...talks, held: 'no' })],
    ['a verb from the prototype', ask({ verb: 'toString' })],
    ['a source that is none', ask({ verb: 'produce', source: 'megaphone', parameters: {} })],
    ['parameters that are a list', ask({ verb: 'produce', source: 'camera', parameters: [] })],
    ['a name without end', ask({ verb: 'resume', track: 'x'.repeat(101) })],
    ['a receiver of unknown capabilities', ask({ verb: 'open', direction: 'receive' })],
  ])('%s', (_, frame) => expect(read(frame)).toEqual({ id: 1, type: null }))
})

test('what has no id at all is no line of a hub', () => {
  for (const line of ['', 'null', '[]', '{}', '{"id":-1}', '{"id":"1"}', 'not json'])
    expect(readCommand(line)).toBeNull()
})

test('nothing throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue()), (line, more) => {
      readCommand(line)
      const types = ['begin', 'call', 'end', 'ask', 'complete']
      for (const type of types) read({ ...more, id: 1, epoch: 1, type })
    }),
  )
})
