/** How people in a call are named and marked, wherever they are shown. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Speech } from '../speech.ts'
import { callIcons } from './icons.ts'
import type { Person } from './screen.ts'
import { callWords } from './words.ts'

/** `customerName` as the call has it: the party itself may be without one. */
export function nameOf(speech: Speech, { own, party }: Person, customerName: string): string {
  if (own) return callWords(speech).you
  if (party.role === 'customer') return speech.customer(party.name === '' ? customerName : party.name)
  return party.name
}

/** 0 silent, 1 to 3: in steps, so that a voice moves little on the screen. */
export const levelStep = (level: number): 0 | 1 | 2 | 3 => (level < 0.08 ? 0 : level < 0.35 ? 1 : level < 0.65 ? 2 : 3)

/** Muted, held, how somebody is in it, and whether they speak: signs with words. */
export function marksOf(speech: Speech, { party, level, own }: Person, muted: boolean): TemplateResult {
  const words = callWords(speech)
  const part = words.party[party.mode]
  const isMuted = own ? muted : party.muted
  return html`<span class="voice ${isMuted ? 'off' : ''}"
      >${
        isMuted
          ? html`${callIcons.muted}<span class="unseen">${words.muted}</span>`
          : levelStep(level) > 0
            ? html`${callIcons.speaks}<span class="unseen">${words.speaks}</span>`
            : nothing
      }</span
    >${part === '' ? nothing : html`<span class="tag">${part}</span>`}${
      party.held ? html`<span class="tag">${words.onHold}</span>` : nothing
    }${party.sharing ? html`${callIcons.screen}<span class="unseen">${words.shares}</span>` : nothing}`
}
