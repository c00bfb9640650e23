import { beforeEach, describe, expect, test } from 'vitest'
import type { DeskContact } from '#protocol'
import { Choice } from './choice.ts'
import { contact } from './test/scenes.ts'

const holding = (...ids: string[]): ReadonlyMap<string, DeskContact> =>
  new Map(ids.map((id, at) => [id, contact(id, { contact: id as DeskContact['contact'], waitingSince: at })]))
const stays = (): boolean => false

let address: string | null
let choice: Choice

beforeEach(() => {
  address = 'cnt_a'
  choice = new Choice({ get: () => address, set: (id) => (address = id) })
})

describe('a contact accepted here', () => {
  test('opens when it comes', () => {
    choice.follow(holding('cnt_a'), stays)
    choice.accepted('cnt_b', 'Bea', false)
    choice.follow(holding('cnt_a'), stays)
    expect(choice.chosen).toBe('cnt_a')
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect([choice.chosen, address]).toEqual(['cnt_b', 'cnt_b'])
  })
  test('does not take what is being written meanwhile: it is told instead', () => {
    choice.accepted('cnt_b', 'Bea', false)
    choice.wrote()
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect(choice.chosen).toBe('cnt_a')
    expect(choice.notice).toEqual({ kind: 'taken', contact: 'cnt_b', name: 'Bea' })
    choice.choose('cnt_b')
    expect(choice.notice).toBeNull()
  })
  test('does not take what stands unsent either', () => {
    choice.accepted('cnt_b', 'Bea', true)
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect([choice.chosen, choice.notice?.kind]).toEqual(['cnt_a', 'taken'])
  })
  test('that went to somebody else is told, and opens nothing later', () => {
    choice.accepted('cnt_b', 'Bea', false)
    choice.lost('cnt_b', 'Bea')
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect([choice.chosen, choice.notice]).toEqual(['cnt_a', { kind: 'offerGone', name: 'Bea' }])
  })
})

describe('an act that is refused', () => {
  test('is told with the name, and does not wait for who was asked for', () => {
    choice.follow(holding('cnt_a'), stays)
    choice.accepted('cnt_b', 'Bea', false)
    choice.refused('cnt_b', 'Bea', 'agent.full')
    expect(choice.notice).toEqual({ kind: 'refused', name: 'Bea', code: 'agent.full', mine: true })
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect(choice.chosen).toBe('cnt_a')
  })
  test('upon somebody else leaves alone what is on its way here', () => {
    choice.follow(holding('cnt_a'), stays)
    choice.accepted('cnt_b', 'Bea', false)
    choice.refused('cnt_c', 'Cem', 'agent.full')
    expect(choice.notice).toMatchObject({ name: 'Cem', mine: false })
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect(choice.chosen).toBe('cnt_b')
  })
})

describe('an offer that another agent answered', () => {
  test('is told, whether it was wanted here or not, and for twenty seconds', () => {
    choice.answered('cnt_b', 'Bea', 1_000)
    expect(choice.notice).toMatchObject({ kind: 'answered', name: 'Bea' })
    expect([choice.pass(20_999), choice.notice?.kind]).toEqual([false, 'answered'])
    expect([choice.pass(21_000), choice.notice]).toEqual([true, null])
    expect(choice.pass(22_000)).toBe(false)
  })
  test('is told as that also where it was accepted too late, and opens nothing later', () => {
    choice.accepted('cnt_b', 'Bea', false)
    choice.answered('cnt_b', 'Bea', 1_000)
    choice.lost('cnt_b', 'Bea')
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    expect([choice.chosen, choice.notice?.kind]).toEqual(['cnt_a', 'answered'])
  })
  test('does not hide that a different one is over', () => {
    choice.answered('cnt_b', 'Bea', 1_000)
    choice.lost('cnt_c', 'Cem')
    expect(choice.notice).toEqual({ kind: 'offerGone', name: 'Cem' })
  })
})

describe('a contact that leaves', () => {
  test('by this window’s wish makes room for who has waited longest', () => {
    choice.follow(holding('cnt_a', 'cnt_b', 'cnt_c'), stays)
    choice.follow(holding('cnt_b', 'cnt_c'), (id) => id === 'cnt_a')
    expect(choice.chosen).toBe('cnt_b')
  })
  test('by itself is not jumped away from', () => {
    choice.follow(holding('cnt_a', 'cnt_b'), stays)
    choice.follow(holding('cnt_b'), stays)
    expect(choice.chosen).toBe('cnt_a')
  })
  test('before the page was loaded is forgotten', () => {
    choice.follow(holding('cnt_b'), stays)
    expect([choice.chosen, address]).toEqual([null, null])
  })
})
