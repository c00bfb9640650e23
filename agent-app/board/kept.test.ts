import { expect, test } from 'vitest'
import { columnsFor } from './columns.ts'
import { readKept } from './kept.ts'

test('what was kept comes back, and what is missing or broken is as usual', () => {
  const usual = readKept(null)
  expect(usual.table).toBe('queues')
  expect(readKept('{"table":"nothing","sorts":7')).toEqual(usual)
  const kept = { ...usual, table: 'agents', filters: { agents: { text: 'ben' } } }
  expect(readKept(JSON.stringify(kept))).toMatchObject({
    table: 'agents',
    filters: { agents: { text: 'ben', queue: '', state: '', skill: '' }, contacts: { text: '' } },
  })
})

test('a narrow table keeps what matters most, in the order of the wide one', () => {
  const names = (width: number): readonly string[] => columnsFor('contacts', width, 12).map(({ key }) => key)
  expect(names(2_000)).toEqual(['customer', 'state', 'since', 'with', 'queue', 'topic', 'channel'])
  expect(names(440)).toEqual(['customer', 'state', 'since'])
  expect(names(10)).toEqual(['customer'])
})
