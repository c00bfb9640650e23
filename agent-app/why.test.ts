import { describe, expect, test } from 'vitest'
import { speechOf, type Speech } from './speech.ts'
import { reasons } from './test/scenes.ts'
import { figureText, whyText } from './why.ts'
import { strategies } from '../hub/acd/routing/index.ts'

const [en, ja] = [speechOf('en'), speechOf('ja')]
const at = Date.UTC(2026, 10, 22, 3)
const minute = 60_000
const rank = (speech: Speech, strategy: string, value: number): string =>
  figureText(speech, strategy, { name: 'rank', value }, at)

describe.each([en, ja])('in $locale', (speech) => {
  const { why, queues } = speech.words.floor
  test('every strategy of the hub has a sentence, and its figure a meaning', () => {
    for (const [name, { kind }] of Object.entries(strategies)) {
      expect(why.order[name], name).toBeTypeOf('string')
      if (kind === 'rank') expect(rank(speech, name, 1), name).not.toContain('rank')
    }
  })
  test('no two codes of a kind read alike, and none is empty', () => {
    const kinds = [
      Object.values(why.waitingFor).map((sentence) => sentence('Ben')),
      Object.values(why.notMe),
      Object.values(why.passedOver),
      Object.values(why.outcome),
      Object.values(why.chosen).map((sentence) => sentence('Ben')),
      // One that waits in person says nothing of it.
      Object.entries(queues.phase).flatMap(([phase, tag]) => (phase === 'queued' ? [] : [tag('Ben')])),
    ]
    for (const sentences of kinds) {
      expect(new Set(sentences).size).toBe(sentences.length)
      expect(sentences).not.toContain('')
    }
  })
})

describe('figures', () => {
  test('read as what the strategy ranks by', () => {
    expect(rank(en, 'least-occupied', 0.25)).toBe('25% of their room in use')
    expect(rank(en, 'best-skill', -4.5)).toBe('skill level 4.5')
    expect(rank(en, 'least-talk-time', 12 * minute)).toBe('talked for 12 min 00 s')
    expect(rank(ja, 'least-talk-time', 12 * minute)).toBe('応対時間12分00秒')
    expect(rank(en, 'longest-idle', 0)).toBe('had no work')
    expect(figureText(en, 'longest-idle', { name: 'idleSince', value: at - 4 * minute }, at)).toBe(
      'idle for 4 min 00 s',
    )
  })
  test('that mean nothing in turn are left out; what a newer hub says is told as it is', () => {
    expect(figureText(en, 'round-robin', { name: 'lots', value: 1 }, at)).toBe('')
    expect(figureText(en, 'weighted-random', { name: 'lots', value: 3 }, at)).toBe('3 lots')
    expect(rank(en, 'by-moonlight', 7)).toBe('rank: 7')
    expect(figureText(en, 'longest-idle', { name: 'tide', value: 2.5 }, at)).toBe('tide: 2.5')
  })
})

describe('the whole answer', () => {
  test('says why it waits with place, time, agents and step, and why not me', () => {
    const { waiting } = reasons()
    const why = reasons({ waiting: waiting && { ...waiting, since: at - 5 * minute, step: null, heldUntil: null } })
    const { waits, notMe } = whyText(en, why, at)
    expect(waits?.facts).toEqual([
      'Place 3 in Support, for 5 min 00 s',
      '8 may serve it, 3 of them available, 1 free now',
    ])
    expect(notMe).toBe('It asks for skills that you do not have, or not at this level.')
  })
  test('of a contact that somebody has does not say that it does not wait', () => {
    expect(whyText(en, reasons({ waiting: null, notMe: 'notWaiting' }), at).notMe).toBeNull()
    expect(whyText(en, reasons({ notMe: '' }), at).notMe).toBeNull()
  })
  test('tells an offer by its order, and somebody’s act by who did it', () => {
    const [offered, given] = whyText(en, reasons(), Date.now()).offers
    expect(offered?.because).toContain('Whoever has been without work longest is asked first.')
    expect(offered?.because).toContain('4 colleagues could be asked')
    expect(offered?.others.map(({ because }) => because)).toEqual(['has just passed it', 'comes later in the order'])
    expect(given?.because).toEqual(['高橋 美咲 gave it to them directly.'])
    expect(given?.meta).toHaveLength(1)
  })
})
