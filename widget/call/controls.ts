/** The buttons of a call. All of them stand there all the time, hidden or not, so that focus stays where it was. */
import { html, type TemplateResult } from 'lit'
import type { VisitCall } from '#protocol'
import { icons } from '../icons.ts'
import { signs } from './icons.ts'
import type { MdgCall } from './mdg-call.ts'
import type { Running } from './screen.ts'
import type { CallWords } from './words.ts'

interface Control {
  readonly sign: TemplateResult
  readonly label: string
  readonly press: () => unknown
  /** Not offered now. */
  readonly hidden?: boolean
  /** Something is open, or on; left out for what only does something. */
  readonly pressed?: boolean
  readonly key?: string
  readonly more?: string
}

export function controls(call: MdgCall, said: CallWords, { media }: VisitCall, screen: Running): TemplateResult {
  const { seat, session, small, tray, mayShow } = call
  const { muted, cameraOff, sharing } = seat.switches(session.calls.call!)
  const isFull = document.fullscreenElement !== null
  const video = (): HTMLVideoElement | null => call.renderRoot.querySelector('.large video')
  const open = (what: typeof tray) => (): void => void (call.tray = tray === what ? null : what)
  const all: Control[] = [
    {
      sign: muted ? signs.muted : signs.microphone,
      label: muted ? said.unmute : said.mute,
      press: () => seat.mute(!muted),
      key: 'M',
      more: muted ? 'first off' : 'first',
    },
    {
      sign: cameraOff ? signs.cameraOff : icons.video,
      label: cameraOff ? said.cameraOn : said.cameraOff,
      press: () => seat.hide(!cameraOff),
      hidden: !mayShow || small,
      key: 'V',
      more: cameraOff && media === 'video' ? 'off' : '',
    },
    {
      sign: signs.screen,
      label: sharing ? said.shareEnd : said.share,
      press: () => seat.share(!sharing),
      // No phone can.
      hidden: !mayShow || small || !navigator.mediaDevices?.getDisplayMedia,
      more: sharing ? 'on' : '',
    },
    { sign: signs.keys, label: said.keypad, press: open('keys'), hidden: small, pressed: tray === 'keys' },
    { sign: signs.devices, label: said.devices, press: open('devices'), hidden: small, pressed: tray === 'devices' },
    {
      sign: signs.full,
      label: isFull ? said.fullScreenEnd : said.fullScreen,
      press: () => (isFull ? document.exitFullscreen() : call.requestFullscreen()),
      hidden: small || !screen.hasPicture || !document.fullscreenEnabled,
    },
    {
      sign: signs.window,
      label: said.picture,
      press: () =>
        video()
          ?.requestPictureInPicture()
          .catch(() => {}),
      hidden: small || !document.pictureInPictureEnabled || !screen.main.some(({ picture }) => picture),
    },
    {
      sign: signs.chat,
      label: said.chat,
      press: () => (call.small = !small),
      hidden: isFull,
      pressed: small,
      more: session.unread > 0 && !small ? 'unread' : '',
    },
    { sign: signs.hangUp, label: said.end, press: () => session.calls.ask('call.end', {}), more: 'end' },
  ]
  return html`<div class="controls" role="toolbar" aria-label=${said.call}>${all.map(control)}</div>`
}

const control = ({ sign, label, press, hidden = false, pressed, key, more = '' }: Control): TemplateResult =>
  html`<button
    class="bare ${more}"
    ?hidden=${hidden}
    aria-label=${label}
    title=${key ? `${label} (${key})` : label}
    aria-keyshortcuts=${key?.toLowerCase() ?? ''}
    aria-pressed=${pressed ?? 'undefined'}
    @click=${press}
  >
    ${sign}
  </button>`
