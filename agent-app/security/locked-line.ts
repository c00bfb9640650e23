/** What stands where somebody guessed too often: how long they must wait, counted down, and then that they need not any more. */
import { html, type TemplateResult } from 'lit'
import type { LockWait } from '../lock-wait.ts'
import type { Speech } from '../speech.ts'
import { securityWords } from './words.ts'

/** What is waited where the hub has not said how long. */
export const unsaidMs = 30_000

/** Read out when it appears and when it is over, not each second. */
export function lockedLine(speech: Speech, { leftMs, wholeMs }: LockWait): TemplateResult {
  const { locked, tryAgain } = securityWords(speech.locale)
  return leftMs > 0
    ? html`<p class="problem figures" role="timer">${locked(speech.duration(leftMs))}</p>
        <p class="unseen" role="alert">${locked(speech.duration(wholeMs))}</p>`
    : html`<p class="quiet" role="status">${tryAgain}</p>`
}
