/** What an agent writes on its way out: answers to customers, and notes that customers never see. */
import { describe, expect, test } from 'vitest'
import type { HubClient } from '#client'
import { Drafts } from './drafts.ts'
import { Letters } from './letters.ts'

function setUp() {
  const asked: { key: string; verb: string; body: object }[] = []
  const requests: { verb: string; body: object }[] = []
  const hints: [string, boolean][] = []
  const sent: string[] = []
  const client = {
    request: (verb: string, body: object) => {
      requests.push({ verb, body })
      return { id: `r${requests.length}`, done: new Promise(() => {}) }
    },
    hint: (_verb: string, { contact, on }: { contact: string; on: boolean }) => void hints.push([contact, on]),
  } as unknown as HubClient
  const items = new Map<string, string>()
  const store = {
    get length() {
      return items.size
    },
    key: (at: number) => [...items.keys()][at] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
  const drafts = new Drafts(store, 'agt_a', () => 0)
  const letters = new Letters({
    client,
    clock: { now: () => 0, every: () => () => {} },
    drafts,
    sendFile: () => () => {},
    ask: (key, verb, body) => void asked.push({ key, verb, body }),
    changed: () => {},
    answered: () => {},
    sent: (contact) => void sent.push(contact),
    fileBytesMax: () => 1_000,
  })
  return { letters, asked, requests, hints, sent, again: () => new Drafts(store, 'agt_a', () => 1) }
}

const people = [{ agent: 'agt_mori', name: '森 千恵' }]

describe('a note beside the talk', () => {
  test('names whom it tells, and stays where it was written until the hub has it', () => {
    const { letters, asked, requests } = setUp()
    letters.write('cnt_1', { mode: 'aside', aside: ' ＠森 千恵さん、お願いします ' })
    letters.sendNote('cnt_1', people)
    const body = { contact: 'cnt_1', text: '＠森 千恵さん、お願いします', mentions: ['agt_mori'] }
    expect(asked).toEqual([{ key: 'note cnt_1', verb: 'contact.note', body }])
    expect(letters.draft('cnt_1').aside).not.toBe('')
    letters.noteKept('cnt_1')
    expect(letters.draft('cnt_1')).toMatchObject({ aside: '', mode: 'message' })
    expect(requests).toEqual([])
  })
  test('tells the customer nothing, not even that somebody writes', () => {
    const { letters, hints } = setUp()
    letters.write('cnt_1', { aside: 'Careful' })
    expect(hints).toEqual([])
    letters.write('cnt_1', { text: 'Hello' })
    expect(hints).toEqual([['cnt_1', true]])
  })
  test('is never what goes to the customer, and neither draft costs the other', () => {
    const { letters, requests, sent, again } = setUp()
    letters.write('cnt_1', { text: 'For you', aside: 'For us', mode: 'aside' })
    letters.send('cnt_1')
    expect(requests.map(({ body }) => (body as { text: string }).text)).toEqual(['For you'])
    expect([sent, letters.isWriting('cnt_1')]).toEqual([['cnt_1'], true])
    expect(again().of('cnt_1')).toMatchObject({ text: '', aside: 'For us', mode: 'aside' })
  })
  test('of white space alone is none', () => {
    const { letters, asked } = setUp()
    letters.write('cnt_1', { aside: ' \n' })
    letters.sendNote('cnt_1', people)
    expect(asked).toEqual([])
  })
})
