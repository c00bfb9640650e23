/** PURE: what a company puts on its pages, and the addresses of the chat alone. */
import type { Locale } from '#protocol'

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** `hub`: the origin by which browsers reach the hub. */
export const snippetOf = (hub: string, site: string): string =>
  `<script type="module" async src="${quoted(hub)}/w.js" data-site="${quoted(site)}"></script>`

export const chatAddress = (hub: string, site: string, locale: Locale): string =>
  `${hub}/chat/${encodeURIComponent(site)}?lang=${locale}`
