/** Colleagues in a call, each in a line with what can be done: asked and not here yet, consulted, or talking with all. */
import type { CallParty, DeskCall } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import type { Asks } from '../../asks.ts'
import { icons } from '../../icons.ts'
import type { Speech } from '../../speech.ts'
import { callIcons } from '../icons.ts'
import { callKey, type CallAsk } from '../key.ts'
import type { CallScreen } from '../screen.ts'
import { callWords } from '../words.ts'

/** For who holds the contact; others see who is there, and change nothing. */
export function colleagueLines(
  speech: Speech,
  call: DeskCall,
  { own }: CallScreen,
  asks: Asks,
  ask: (ask: CallAsk) => void,
): TemplateResult | typeof nothing {
  if (call.part !== 'owner') return nothing
  const words = callWords(speech)
  const { contact } = call
  const button = (text: string, what: CallAsk, label = text): TemplateResult =>
    html`<button class="button" aria-disabled=${asks.busy(callKey(what))} aria-label=${label} @click=${() => ask(what)}>
      ${text}
    </button>`
  const invited = call.invited.map(
    ({ agent, name, mode }) =>
      html`<div class="line" role="status">
        ${icons.clock}<span>${words.inviting[mode](name)}</span>${button(
          words.takeBack,
          { verb: 'call.remove', body: { contact, agent } },
          `${words.takeBack}: ${name}`,
        )}
      </div>`,
  )
  const inside = call.parties
    .filter(({ leg, role, mode }) => leg !== own?.leg && role === 'agent' && (mode === 'consult' || mode === 'talk'))
    .map((party) => colleague(party))
  return html`${invited}${inside}`

  function colleague({ agent, name, mode }: CallParty): TemplateResult | typeof nothing {
    if (agent === null) return nothing
    const isConsulted = mode === 'consult'
    return html`<div class="line">
      ${callIcons.invite}<span>${name}</span>${
        isConsulted ? button(words.consult.merge, { verb: 'call.merge', body: { contact } }) : nothing
      }${button(words.consult.handOver(name), { verb: 'call.handOver', body: { contact, agent } })}${
        isConsulted
          ? button(words.consult.end, { verb: 'call.remove', body: { contact, agent } })
          : button(words.act.leaveOut, { verb: 'call.remove', body: { contact, agent } }, words.remove(name))
      }
    </div>`
  }
}
