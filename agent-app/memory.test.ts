/** What the desk remembers by itself: drafts, marks, what was asked, uploads, typing. */
import { describe, expect, test } from 'vitest'
import type { AttachmentInfo } from '#protocol'
import { Asks } from './asks.ts'
import { Drafts, emptyDraft, type KeyValueStore } from './drafts.ts'
import { Marks, type Mark } from './marks.ts'
import { TypingHints } from './typing.ts'
import { Uploads } from './uploads.ts'
import type { UploadResult } from './session.ts'

function storage(): KeyValueStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>()
  return {
    map,
    get length() {
      return map.size
    },
    key: (at) => [...map.keys()][at] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  }
}

describe('drafts', () => {
  const week = 7 * 86_400_000
  test('outlive the page, each agent’s own', () => {
    const store = storage()
    new Drafts(store, 'agt_a', () => 0).change('cnt_1', { text: 'half a sen' })
    expect(new Drafts(store, 'agt_a', () => 1).of('cnt_1').text).toBe('half a sen')
    expect(new Drafts(store, 'agt_b', () => 1).of('cnt_1')).toEqual(emptyDraft)
  })
  test('leave nothing behind when emptied, cleared or a week old', () => {
    const store = storage()
    const drafts = new Drafts(store, 'agt_a', () => 0)
    drafts.change('cnt_1', { text: 'x' })
    drafts.change('cnt_1', { text: '' })
    expect(store.map.size).toBe(0)
    drafts.change('cnt_1', { note: 'x' })
    expect(new Drafts(store, 'agt_a', () => week + 1).of('cnt_1')).toEqual(emptyDraft)
    expect(store.map.size).toBe(0)
    drafts.change('cnt_2', { note: 'x' })
    drafts.clear()
    expect([store.map.size, drafts.of('cnt_2')]).toEqual([0, emptyDraft])
  })
  test('of another window are taken over; nonsense in the store is not', () => {
    const store = storage()
    const [here, there] = [new Drafts(store, 'agt_a', () => 0), new Drafts(store, 'agt_a', () => 0)]
    there.change('cnt_1', { text: 'from there' })
    const key = [...store.map.keys()][0] ?? ''
    expect(here.reload(key)).toBe('cnt_1')
    expect(here.of('cnt_1').text).toBe('from there')
    store.map.set(key, '{"text":1}')
    here.reload(key)
    expect(here.of('cnt_1')).toEqual(emptyDraft)
    expect(here.reload('something else')).toBeNull()
  })
  test('work without any storage', () => {
    const broken = {
      ...storage(),
      setItem: () => {
        throw new Error('full')
      },
    }
    const drafts = new Drafts(broken, 'agt_a', () => 0)
    drafts.change('cnt_1', { text: 'x' })
    expect(drafts.of('cnt_1').text).toBe('x')
  })
})

describe('marks', () => {
  test('are told once, never go back, and never claim to have read what was not received', () => {
    const told: Mark[] = []
    const marks = new Marks((mark) => told.push(mark) > 0)
    marks.advance('c', 3, 0)
    marks.advance('c', 3, 9)
    marks.advance('c', 2, 1)
    expect(told.map(({ received, read }) => [received, read])).toEqual([
      [3, 0],
      [3, 3],
    ])
    expect(marks.read('c')).toBe(3)
  })
  test('are told again on a new line, also those that found none', () => {
    const told: Mark[] = []
    let online = false
    const marks = new Marks((mark) => online && told.push(mark) > 0)
    marks.advance('c', 1, 1)
    online = true
    marks.tellAll()
    marks.tellAll()
    expect(told).toHaveLength(2)
  })
})

describe('what was asked', () => {
  test('stays busy from the question until the lists show the change', () => {
    const asks = new Asks()
    asks.asked('r1', 'close cnt_1')
    expect(asks.busy('close cnt_1')).toBe(true)
    asks.answered('r1', null)
    expect(asks.busy('close cnt_1')).toBe(true)
    asks.seen(() => true)
    expect(asks.busy('close cnt_1')).toBe(false)
  })
  test('a refusal is kept beside it until it is asked again', () => {
    const asks = new Asks()
    asks.asked('r1', 'presence')
    asks.answered('r1', 'request.forbidden')
    expect([asks.busy('presence'), asks.refusal('presence')]).toEqual([false, 'request.forbidden'])
    asks.asked('r2', 'presence')
    expect(asks.refusal('presence')).toBeNull()
  })
  test('an answer told twice, or to nobody, changes nothing', () => {
    const asks = new Asks()
    asks.asked('r1', 'presence')
    asks.answered('r1', null)
    asks.answered('r1', 'request.forbidden')
    asks.answered('r9', 'request.forbidden')
    expect(asks.refusal('presence')).toBeNull()
  })
})

describe('uploads', () => {
  const file = (name: string, bytes = 3): File => new File([new Uint8Array(bytes)], name)
  function setUp() {
    const sent: { name: string; progress: (share: number) => void; done: (result: UploadResult) => void }[] = []
    const stored: AttachmentInfo[] = []
    let cancelled = 0
    const uploads = new Uploads(
      (_contact, { name }, progress, done) => {
        sent.push({ name, progress, done })
        return () => (cancelled += 1)
      },
      (_contact, attachment) => stored.push(attachment),
      () => {},
    )
    return { uploads, sent, stored, cancelled: () => cancelled }
  }
  const attachment = { attachment: 'att_1', name: 'a', type: 't', sizeBytes: 3 } as unknown as AttachmentInfo

  test('show progress, then become part of the draft', () => {
    const { uploads, sent, stored } = setUp()
    uploads.begin('c', [file('a')], { bytesMax: 10 })
    sent[0]?.progress(0.5)
    expect(uploads.of('c')[0]).toMatchObject({ share: 0.5, problem: null })
    sent[0]?.done({ kind: 'stored', attachment })
    expect([uploads.of('c'), stored]).toEqual([[], [attachment]])
  })
  test('too large and empty files are never sent', () => {
    const { uploads, sent } = setUp()
    uploads.begin('c', [file('big', 11), file('empty', 0)], { bytesMax: 10 })
    expect(sent).toEqual([])
    expect(uploads.of('c').map(({ problem }) => problem)).toEqual(['attachment.tooLarge', 'attachment.empty'])
  })
  test('can be tried again and called off', () => {
    const { uploads, sent, cancelled } = setUp()
    uploads.begin('c', [file('a')], { bytesMax: 10 })
    sent[0]?.done({ kind: 'refused', problem: 'failed' })
    const key = uploads.of('c')[0]?.key ?? ''
    uploads.retry(key)
    expect([sent.length, uploads.of('c')[0]?.problem]).toEqual([2, null])
    uploads.remove(key)
    expect([cancelled(), uploads.of('c')]).toEqual([1, []])
  })
})

describe('who is writing', () => {
  function setUp() {
    const told: [string, boolean][] = []
    const clock = { at: 0, now: () => clock.at, every: () => () => {} }
    return { clock, told, typing: new TypingHints(clock, (contact, on) => void told.push([contact, on])) }
  }
  test('a hint of theirs holds for six seconds', () => {
    const { clock, typing } = setUp()
    typing.heard('c', true)
    clock.at = 5_999
    expect([...typing.now()]).toEqual(['c'])
    clock.at = 6_000
    expect([...typing.now()]).toEqual([])
    expect(typing.pass()).toBe(true)
    expect(typing.pass()).toBe(false)
  })
  test('own hints are renewed, not repeated, and end', () => {
    const { clock, told, typing } = setUp()
    for (clock.at = 0; clock.at <= 4_000; clock.at += 500) typing.wrote('c')
    expect(told).toEqual([
      ['c', true],
      ['c', true],
    ])
    clock.at = 9_500
    typing.pass()
    expect(told.at(-1)).toEqual(['c', false])
    typing.stopped('c')
    expect(told).toHaveLength(3)
  })
})
