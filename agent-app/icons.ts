/**
 * The agent app's signs beyond those it shares with the widget: 20 px, one stroke width, drawn in the colour of the text.
 * Always decoration: the word that names them stands on the control. To add one: a line.
 */
import { html, svg, type TemplateResult } from 'lit'
import { icons as shared } from '../widget/icons.ts'

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${path} />`}</svg>`

export const icons = {
  assign: icon('M7.5 10a3 3 0 1 0 0-6a3 3 0 0 0 0 6M2 16.5a5.5 5.5 0 0 1 10-3.2M12 9h6M15.5 6.5L18 9l-2.5 2.5'),
  attach: shared.attach,
  check: shared.check,
  checks: shared.checks,
  lock: icon('M4 9h12v8H4zM7 9V6.5a3 3 0 0 1 6 0V9'),
  clock: shared.clock,
  close: shared.close,
  end: shared.end,
  file: shared.file,
  retry: shared.retry,
  save: shared.save,
  send: shared.send,
  warn: shared.warn,
  back: icon('M12 4l-6 6 6 6'),
  bell: icon('M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.5 17h3'),
  bellOff: icon('M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.5 17h3M3 3l14 14'),
  board: icon('M3 4h6v5H3zM11 4h6v3h-6zM11 9h6v7h-6zM3 11h6v5H3z'),
  bot: icon('M5 7.5h10v8H5zM10 7.5V4.5M8 4.5h4M8 11h.01M12 11h.01M3 10.5v3M17 10.5v3'),
  call: icon(
    'M5.5 3.5l2.2 3.7-1.6 1.7a9.5 9.5 0 0 0 5 5l1.7-1.6 3.7 2.2c-.3 1.5-1.3 2.4-2.7 2A13.5 13.5 0 0 1 3.5 6.2c-.4-1.4.5-2.4 2-2.7z',
  ),
  chat: icon('M4 4.5h12v9H9l-3.5 3v-3H4z'),
  copy: icon('M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4'),
  down: icon('M10 4v12M5 11l5 5 5-5'),
  fold: icon('M5 8l5 5 5-5'),
  hear: icon('M4 12v-2a6 6 0 0 1 12 0v2M4 12h2.2v4H4.9A.9.9 0 0 1 4 15.1zM16 12h-2.2v4h1.3a.9.9 0 0 0 .9-.9z'),
  keys: icon('M3 6h14v8H3zM6 11.5h8M6 8.7h.01M9 8.7h.01M12 8.7h.01M14 8.7h.01'),
  lookUp: icon(
    'M4 5.5C4 4.1 6.7 3 10 3s6 1.1 6 2.5S13.3 8 10 8 4 6.9 4 5.5M4 5.5v9C4 15.9 6.7 17 10 17s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  ),
  masked: icon('M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9'),
  notify: icon('M3.5 4h13v9.5h-13zM7 16.5h6M10 6.5v4M8 8.7l2 2 2-2'),
  overflow: icon('M3 6h6l4 8h4M14.5 11.5L17 14l-2.5 2.5M3 14h4'),
  pause: icon('M7 5v10M13 5v10'),
  people: icon(
    'M8 10a3 3 0 1 0 0-6a3 3 0 0 0 0 6M2.5 16.5a5.5 5.5 0 0 1 11 0M13 4.3a3 3 0 0 1 0 5.4M15 12.5a5.5 5.5 0 0 1 2.5 4',
  ),
  person: icon('M10 10.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M4 17a6 6 0 0 1 12 0'),
  queue: icon('M4 5h12M4 10h12M4 15h7'),
  leave: icon('M8 4.5H4v11.5h11.5V12M11.5 3.5h5v5M16.5 3.5L9 11'),
  reply: icon('M3.5 4.5h13v9H9l-3.5 3v-3h-2zM11.5 6.8l-3 4.4'),
  report: icon('M3.5 16.5h13M6 14V9.5M10 14V4.5M14 14V7.5'),
  add: icon('M10 4v12M4 10h12'),
  edit: icon('M4 16l.8-3.2L13 4.6l2.4 2.4-8.2 8.2zM11.5 6.1l2.4 2.4'),
  settings: icon('M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4'),
  up: icon('M5 12l5-5 5 5'),
  search: icon('M9 14.5a5.5 5.5 0 1 0 0-11a5.5 5.5 0 0 0 0 11M13 13l4 4'),
  sending: icon('M10 4a6 6 0 1 1-6 6'),
  page: icon('M3 4.5h14v11H3zM3 8h14'),
  shield: icon('M10 3l6 2v4.5c0 3.7-2.6 6.2-6 7.5-3.4-1.3-6-3.8-6-7.5V5zM7.5 9.8l1.9 1.9 3.3-3.7'),
  side: icon('M3 4.5h14v11H3zM12.5 4.5v11'),
  signOut: icon('M8 4H4v12h4M12 6l4 4-4 4M16 10H8'),
  why: icon('M10 17a7 7 0 1 0 0-14a7 7 0 0 0 0 14M8 8a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1v.4M10 14h.01'),
  video: icon('M3 6h9v8H3zM12 9l5-2.5v7L12 11'),
  transfer: icon('M3 7h12l-3.5-3.5M17 13H5l3.5 3.5'),
} as const
