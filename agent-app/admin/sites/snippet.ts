/** PURE: what a company puts on its pages, and the addresses of the chat alone. What the attributes mean stands in widget/CONTRACT.md. */
import type { Locale } from '#protocol'

/** What a page may say of the widget, beside what the site's look says. */
export interface SnippetChoices {
  /** Null for the page's own. */
  readonly locale: Locale | null
  /** Where the browser keeps who the visitor is. */
  readonly storage: 'local' | 'session' | 'none'
  readonly attention: readonly ('blink' | 'badge' | 'sound')[]
  /** The chat runs in a frame, out of reach of the page's scripts. */
  readonly isIsolated: boolean
  /** The page has a button of its own. */
  readonly hasOwnButton: boolean
  /** The page hands over who its visitor is. */
  readonly hasIdentity: boolean
}

export const plainChoices: SnippetChoices = {
  locale: null,
  storage: 'local',
  attention: [],
  isIsolated: false,
  hasOwnButton: false,
  hasIdentity: false,
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Keeps what a page says before the widget is there. */
const early = `<script>
  window.Madoguchi = window.Madoguchi || ((...call) => (Madoguchi.q = Madoguchi.q || []).push(call))
</script>`

const identified = `<script>
  // Your own server answers with a token for who is signed in there.
  Madoguchi('identify', async () => (await fetch('/madoguchi-token')).text())
</script>`

/** `hub`: the origin by which browsers reach the hub. */
export function snippetOf(hub: string, site: string, choices: SnippetChoices = plainChoices): string {
  const { locale, storage, attention, isIsolated, hasOwnButton, hasIdentity } = choices
  const attributes = [
    `data-site="${quoted(site)}"`,
    ...(locale === null ? [] : [`data-locale="${locale}"`]),
    ...(storage === 'local' ? [] : [`data-storage="${storage}"`]),
    ...(attention.length === 0 ? [] : [`data-attention="${attention.join(' ')}"`]),
    ...(isIsolated ? ['data-isolate'] : []),
  ]
  return [
    ...(hasOwnButton || hasIdentity ? [early] : []),
    `<script type="module" async src="${quoted(hub)}/w.js" ${attributes.join(' ')}></script>`,
    ...(hasIdentity ? [identified] : []),
    ...(hasOwnButton ? [`<button type="button" onclick="Madoguchi('open')">Chat</button>`] : []),
  ].join('\n')
}

export const chatAddress = (hub: string, site: string, locale: Locale): string =>
  `${hub}/chat/${encodeURIComponent(site)}?lang=${locale}`
