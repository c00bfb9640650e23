import { expect, test } from 'vitest'
import { chatAddress, plainChoices, snippetOf } from './snippet.ts'

const hub = 'https://cc.example.jp'

test('a page that says nothing else has one line', () =>
  expect(snippetOf(hub, 'pk_shop')).toBe(
    '<script type="module" async src="https://cc.example.jp/w.js" data-site="pk_shop"></script>',
  ))

test('what a page says of the widget stands as attributes of the line', () => {
  const attention = ['blink', 'sound'] as const
  const said = snippetOf(hub, 'pk_shop', {
    ...plainChoices,
    locale: 'ja',
    storage: 'session',
    attention,
    isIsolated: true,
  })
  expect(said).toContain(
    'data-site="pk_shop" data-locale="ja" data-storage="session" data-attention="blink sound" data-isolate></script>',
  )
})

test('a page that calls the widget keeps its calls until it is there', () => {
  const lines = snippetOf(hub, 'pk_shop', { ...plainChoices, hasIdentity: true, hasOwnButton: true })
  expect(lines.indexOf('Madoguchi.q')).toBeLessThan(lines.indexOf('/w.js'))
  expect(lines).toContain("Madoguchi('identify'")
  expect(lines).toContain('onclick="Madoguchi(\'open\')"')
})

test('a key cannot leave its attribute, nor its part of an address', () => {
  expect(snippetOf(hub, 'pk_"><script>')).toContain('data-site="pk_&quot;&gt;&lt;script&gt;"')
  expect(chatAddress(hub, 'pk_a/b', 'ja')).toBe('https://cc.example.jp/chat/pk_a%2Fb?lang=ja')
})
