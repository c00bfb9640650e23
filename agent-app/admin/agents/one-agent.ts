/** What the configuration can say of one agent beside queues and skills: attributes, place, lots, and how much at once. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import type { AgentsWords } from '../../translations/en-admin-agents.ts'
import { group, listField, numberField, textField, ticksField, type Option } from '../fields/index.ts'
import type { AdminSection } from '../section.ts'
import { skillForm } from './matrix.ts'

const channels = ['chat', 'email', 'voice', 'video'] as const

/** What a talk takes where nothing is said (hub/channels). */
const unitsBuiltIn: Readonly<Record<(typeof channels)[number], number>> = {
  chat: 25,
  email: 25,
  voice: 100,
  video: 100,
}

interface Host extends AdminSection {
  readonly words: AgentsWords
}

/** `at`: the place in the list of agents, -1 for somebody who has no entry. */
export function agentPage(host: Host, login: string, at: number, name: string): TemplateResult {
  const { words } = host
  const { entries } = host.adminWords
  const remove = (): void =>
    host.confirm({
      title: words.removeTitle(name || login),
      lead: words.removeLead,
      confirm: entries.remove,
      run: () => {
        host.editing.set(`agents/${at}`, undefined)
        host.go('', true)
      },
    })
  const add = (): void => host.editing.set('agents', [...host.editing.list('agents'), { login }])
  return html`<button class="button bare up" @click=${() => host.go('')}>${icons.back}${words.title}</button>
    <div class="head narrow">
      <h2 tabindex="-1">${name || login}</h2>
      ${name === '' ? nothing : html`<span class="facts">${login}</span>`}
      ${
        at === -1
          ? nothing
          : html`<button class="button" ?disabled=${!host.mayChange} @click=${remove}>
              ${icons.close}${words.removeOne}
            </button>`
      }
    </div>
    ${
      at === -1
        ? html`<p class="lead">${words.byAccountLead}</p>
            <p><button class="button main" ?disabled=${!host.mayChange} @click=${add}>${words.ownRules}</button></p>`
        : html`<div class="form">${form(host, `agents/${at}`)}</div>`
    }`
}

function form(host: Host, place: string): TemplateResult {
  const { words } = host
  const names = host.adminWords.settings['agent']!
  return html`${group(
    words.groups.work,
    words.workLead,
    html`<div class="pair">
      ${numberField(host, { at: `${place}/capacityUnits`, label: names['capacityUnits']!, help: words.help.capacity, unit: words.units, builtIn: '100', min: 0, max: 1_000 })}
      ${numberField(host, { at: `${place}/position`, label: names['position']!, help: words.help.position, unit: '', builtIn: '0', min: 0, max: 100_000 })}
      ${numberField(host, { at: `${place}/weight`, label: names['weight']!, help: words.help.weight, unit: words.lots, builtIn: '1', min: 1, max: 1_000 })}
    </div>`,
    listField(host, {
      at: `${place}/attributes`,
      label: names['attributes']!,
      help: words.help.attributes,
      max: 100,
      addLabel: words.addAttribute,
      named: (index) => String(host.editing.at(`${place}/attributes/${index}`) ?? ''),
      blank: () => '',
      compact: true,
      draw: (at) =>
        textField(host, {
          at,
          label: words.attribute,
          needed: true,
          isCode: true,
          check: (text) => (skillForm.test(text) ? '' : words.attributeForm),
        }),
    }),
  )}
  ${group(
    words.groups.channels,
    words.channelsLead,
    channels.map((channel) => channelFields(host, `${place}/channels/${channel}`, channel)),
  )}`
}

function channelFields(host: Host, at: string, channel: (typeof channels)[number]): TemplateResult {
  const { words } = host
  const options = channels.map((one): Option => [one, words.channels[one]])
  return html`<details ?open=${host.editing.at(at) !== undefined}>
    <summary><b>${words.channels[channel]}</b></summary>
    <div class="pair">
      ${numberField(host, { at: `${at}/units`, label: words.channelUnits, unit: words.units, builtIn: String(unitsBuiltIn[channel]), min: 1, max: 1_000 })}
      ${numberField(host, { at: `${at}/max`, label: words.channelMax, unit: words.talks, builtIn: words.asManyAsFit, min: 0, max: 1_000 })}
    </div>
    ${ticksField(host, { at: `${at}/interruptedBy`, label: words.interruptedBy, options, all: words.interruptedBuiltIn })}
  </details>`
}
