/**
 * Whose word a site's customers are known by: nobody's, or that of the company's own server, whose public keys are fetched from an
 * address or pasted here. A key that could sign is not even taken into the draft.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { describedBy, framed, group, idOf, pickField, textField, wrongAt } from '../fields/index.ts'
import { keysIn } from './jwks.ts'
import { optionsOf, type SiteHost } from './site-host.ts'

interface Identity {
  readonly issuer?: string
  readonly keys?: readonly object[]
  readonly jwksUrl?: string
}

/** What stands in the field of keys as long as it is no key. */
export interface KeysTyped {
  readonly at: string
  readonly text: string
}

interface IdentityPart {
  readonly place: string
  readonly typed: KeysTyped | null
  readonly type: (typed: KeysTyped | null) => void
}

export function identityGroup(host: SiteHost, part: IdentityPart): TemplateResult {
  const { words, editing } = host
  const at = `${part.place}/identity`
  const found = editing.at(at) as Identity | undefined
  const value = found === undefined ? 'nobody' : found.keys === undefined ? 'address' : 'keys'
  const write = (next: string | undefined): void => {
    const { issuer = '' } = found ?? {}
    part.type(null)
    if (next === 'address') editing.set(at, { issuer, jwksUrl: found?.jwksUrl ?? '' })
    else editing.set(at, next === 'keys' ? { issuer, keys: found?.keys ?? [] } : undefined)
  }
  return group(
    words.groups.identity,
    words.identityLead,
    pickField(host, {
      at,
      label: words.identity,
      options: optionsOf(words.identities),
      builtIn: 'nobody',
      value,
      write,
    }),
    found === undefined
      ? nothing
      : textField(host, {
          at: `${at}/issuer`,
          label: words.issuer,
          help: words.issuerHelp,
          placeholder: 'https://shop.example.jp',
          needed: true,
          isCode: true,
          max: 300,
        }),
    value === 'address'
      ? textField(host, {
          at: `${at}/jwksUrl`,
          label: words.jwksUrl,
          help: words.jwksUrlHelp,
          placeholder: 'https://shop.example.jp/.well-known/jwks.json',
          needed: true,
          isCode: true,
          check: (text) => (isKeyAddress(text) ? '' : words.jwksUrlForm),
        })
      : nothing,
    value === 'keys' ? keysField(host, at, part) : nothing,
  )
}

function isKeyAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username === '' && password === ''
}

function keysField(host: SiteHost, above: string, { typed, type }: IdentityPart): TemplateResult {
  const { words, editing } = host
  const at = `${above}/keys`
  const keys = editing.list<object>(at)
  const text = typed?.at === at ? typed.text : keys.length === 0 ? '' : JSON.stringify({ keys }, null, 2)
  const read = text === '' ? null : keysIn(text)
  const wrong = wrongAt(host, at, read !== null && 'fault' in read ? words.keyFaults[read.fault] : '', true)
  const write = (event: Event): void => {
    const { value } = event.target as HTMLTextAreaElement
    const found = value.trim() === '' ? { keys: [] } : keysIn(value)
    type({ at, text: value })
    editing.set(at, 'keys' in found ? found.keys : [])
  }
  return framed(
    { at, label: words.keys, help: words.keysHelp },
    wrong,
    html`<textarea
      class="field code"
      id=${idOf(at)}
      rows="8"
      spellcheck="false"
      ?disabled=${!host.mayChange}
      aria-invalid=${wrong === '' ? nothing : 'true'}
      aria-describedby=${describedBy(at, words.keysHelp, wrong)}
      .value=${live(text)}
      @input=${write}
    ></textarea>`,
  )
}
