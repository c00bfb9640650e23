import { describe, expect, test } from 'vitest'
import { keyNames, readKey, type KeyPress } from './keys.ts'

const press = (part: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...part,
})

describe('keys', () => {
  test('Alt and a letter asks, with or without text being typed', () => {
    expect(readKey(press({ key: 'a', code: 'KeyA', altKey: true }), true)).toEqual({ action: 'acceptOffer' })
    expect(readKey(press({ key: 'x', code: 'KeyX', altKey: true }), false)).toEqual({ action: 'declineOffer' })
  })
  test('nothing is asked while an input method composes', () => {
    expect(readKey(press({ key: 'a', code: 'KeyA', altKey: true, isComposing: true }), true)).toBeNull()
    expect(readKey(press({ key: 'Process', code: 'KeyA', altKey: true, keyCode: 229 }), true)).toBeNull()
  })
  test('the place decides where the key writes no plain letter', () => {
    expect(readKey(press({ key: 'ち', code: 'KeyA', altKey: true }), false)).toEqual({ action: 'acceptOffer' })
    expect(readKey(press({ key: 'å', code: 'KeyA', altKey: true }), false)).toEqual({ action: 'acceptOffer' })
  })
  test('the letter decides on other layouts', () => {
    expect(readKey(press({ key: 'a', code: 'KeyQ', altKey: true }), false)).toEqual({ action: 'acceptOffer' })
  })
  test('digits jump, by either row of keys', () => {
    expect(readKey(press({ key: '3', code: 'Digit3', altKey: true }), false)).toEqual({ digit: 3 })
    expect(readKey(press({ key: '3', code: 'Numpad3', altKey: true }), false)).toEqual({ digit: 3 })
    expect(readKey(press({ key: 'à', code: 'Digit0', altKey: true }), false)).toEqual({ action: 'admin' })
  })
  test('letters without Alt, or with more than Alt, are left alone', () => {
    expect(readKey(press({ key: 'a', code: 'KeyA' }), false)).toBeNull()
    expect(readKey(press({ key: 'a', code: 'KeyA', altKey: true, ctrlKey: true }), false)).toBeNull()
    expect(readKey(press({ key: 'b', code: 'KeyB', altKey: true, shiftKey: true }), false)).toBeNull()
  })
  test('the palette opens by Ctrl or Command and K, and by ? outside of text', () => {
    expect(readKey(press({ key: 'k', code: 'KeyK', ctrlKey: true }), true)).toEqual({ action: 'palette' })
    expect(readKey(press({ key: 'k', code: 'KeyK', metaKey: true }), true)).toEqual({ action: 'palette' })
    expect(readKey(press({ key: '?', code: 'Slash', shiftKey: true }), false)).toEqual({ action: 'palette' })
    expect(readKey(press({ key: '?', code: 'Slash', shiftKey: true }), true)).toBeNull()
  })
  test('messages are searched by Alt and the slash, whatever the two write, and by Ctrl or Command, Shift and F', () => {
    const search = { action: 'searchMessages' }
    expect(readKey(press({ key: '÷', code: 'Slash', altKey: true }), true)).toEqual(search)
    expect(readKey(press({ key: 'F', code: 'KeyF', ctrlKey: true, shiftKey: true }), true)).toEqual(search)
    expect(readKey(press({ key: '-', code: 'Slash', altKey: true }), true)).toBeNull()
  })
  test('every action can be reached by the key it names; one that names none asks before it acts, is a habit, or is what Escape does', () => {
    for (const [action, name] of Object.entries(keyNames)) {
      if (['signOutEverywhere', 'desk', 'followLongest', 'security'].includes(action)) {
        expect(name).toBe('')
        continue
      }
      const last = name.split('+').at(-1) ?? ''
      const key = { '↓': 'ArrowDown', '↑': 'ArrowUp' }[last] ?? last.toLowerCase()
      const ctrl = name.startsWith('Ctrl')
      const held = { altKey: !ctrl, ctrlKey: ctrl, shiftKey: name.includes('Shift') }
      expect(readKey(press({ key, code: '', ...held }), true)).toEqual({ action })
    }
  })
})
