/**
 * PURE: which key asks for which action. All of them hold Alt, and those of calls and of what stands around a talk Shift as
 * well, so that they work while something is being typed; none fires while an input method composes. Letters are compared
 * by what the key writes and, where that is no plain letter (kana input, Option on a Mac), by its place. To add an action: a line here, its sentence in the translations, its doing in
 * views/desk.ts.
 */

/** Everything the agent can ask for by key or from the palette, besides the nine contact keys. */
export type Action =
  | 'acceptOffer'
  | 'declineOffer'
  | 'nextContact'
  | 'previousContact'
  | 'longestWaiting'
  | 'writeMessage'
  | 'transferContact'
  | 'endContact'
  | 'toggleAvailable'
  | 'showCustomer'
  | 'toggleSound'
  | 'desk'
  | 'queues'
  | 'team'
  | 'board'
  | 'reports'
  | 'admin'
  | 'takeNext'
  | 'parkContact'
  | 'extendWrapUp'
  | 'why'
  | WritingAction
  | CallAction
  | 'security'
  | 'signOutEverywhere'
  | 'palette'

/** What stands around a talk: what is written beside it, known of its customer, and found. */
export type WritingAction =
  | 'quickReply'
  | 'ownReplies'
  | 'writeNote'
  | 'editTags'
  | 'editCard'
  | 'knowledge'
  | 'lookAtOffer'
  | 'searchMessages'
  | 'myDay'
  | 'followLongest'

/** What is done to a call. The keys of an offer answer what rings. */
export type CallAction =
  | 'callVoice'
  | 'callVideo'
  | 'callMute'
  | 'callCamera'
  | 'callScreen'
  | 'callHold'
  | 'callInvite'
  | 'callKeypad'
  | 'callDevices'
  | 'callLarge'
  | 'callEnd'
  | 'calls'

export type KeyAsk = { readonly action: Action } | { readonly digit: number } | null

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly isComposing: boolean
  readonly keyCode: number
}

/** Letters avoid those that open browser menus in English or Japanese (F E V S B H), and D, which goes to the address bar. */
const letters: Readonly<Record<string, Action>> = {
  a: 'acceptOffer',
  x: 'declineOffer',
  n: 'longestWaiting',
  i: 'writeMessage',
  t: 'transferContact',
  w: 'endContact',
  p: 'toggleAvailable',
  c: 'showCustomer',
  m: 'toggleSound',
  q: 'queues',
  g: 'team',
  z: 'board',
  o: 'reports',
  j: 'calls',
  l: 'takeNext',
  r: 'parkContact',
  u: 'extendWrapUp',
  y: 'why',
  k: 'palette',
}

/** With Shift beside Alt: a call has many keys of its own, and so has what stands around a talk. */
const shiftedLetters: Readonly<Record<string, Action>> = {
  r: 'quickReply',
  w: 'ownReplies',
  n: 'writeNote',
  t: 'editTags',
  e: 'editCard',
  q: 'knowledge',
  a: 'lookAtOffer',
  y: 'myDay',
  c: 'callVoice',
  v: 'callVideo',
  m: 'callMute',
  o: 'callCamera',
  s: 'callScreen',
  h: 'callHold',
  p: 'callInvite',
  k: 'callKeypad',
  d: 'callDevices',
  l: 'callLarge',
  x: 'callEnd',
}

/** How a key is written in tooltips and in the palette. */
export const keyNames: Readonly<Record<Action, string>> = {
  acceptOffer: 'Alt+A',
  declineOffer: 'Alt+X',
  nextContact: 'Alt+↓',
  previousContact: 'Alt+↑',
  longestWaiting: 'Alt+N',
  writeMessage: 'Alt+I',
  transferContact: 'Alt+T',
  endContact: 'Alt+W',
  toggleAvailable: 'Alt+P',
  showCustomer: 'Alt+C',
  toggleSound: 'Alt+M',
  /** Escape leads back from every place. */
  desk: '',
  queues: 'Alt+Q',
  team: 'Alt+G',
  board: 'Alt+Z',
  reports: 'Alt+O',
  admin: 'Alt+0',
  takeNext: 'Alt+L',
  parkContact: 'Alt+R',
  extendWrapUp: 'Alt+U',
  why: 'Alt+Y',
  quickReply: 'Alt+Shift+R',
  ownReplies: 'Alt+Shift+W',
  writeNote: 'Alt+Shift+N',
  editTags: 'Alt+Shift+T',
  editCard: 'Alt+Shift+E',
  knowledge: 'Alt+Shift+Q',
  lookAtOffer: 'Alt+Shift+A',
  searchMessages: 'Alt+/',
  myDay: 'Alt+Shift+Y',
  /** By menu and palette only: a habit, not an act. */
  followLongest: '',
  callVoice: 'Alt+Shift+C',
  callVideo: 'Alt+Shift+V',
  callMute: 'Alt+Shift+M',
  callCamera: 'Alt+Shift+O',
  callScreen: 'Alt+Shift+S',
  callHold: 'Alt+Shift+H',
  callInvite: 'Alt+Shift+P',
  callKeypad: 'Alt+Shift+K',
  callDevices: 'Alt+Shift+D',
  callLarge: 'Alt+Shift+L',
  callEnd: 'Alt+Shift+X',
  calls: 'Alt+J',
  /** By menu and palette only: nothing that one does in passing. */
  security: '',
  signOutEverywhere: '',
  palette: 'Ctrl+K',
}

/** The same for `aria-keyshortcuts`, which wants names instead of arrows. */
export const ariaKeys = (action: Action): string =>
  keyNames[action].replace('Ctrl', 'Control').replace('↓', 'ArrowDown').replace('↑', 'ArrowUp')

/** True while an input method is composing: no key means anything then. 229 is what some browsers report instead. */
export const composing = (press: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  press.isComposing || press.keyCode === 229

/**
 * What a key press asks for, or null. `inText` tells that the focus is in a text field, where `?` is a character.
 */
export function readKey(press: KeyPress, inText: boolean): KeyAsk {
  if (composing(press)) return null
  if (press.key === '?' && !press.altKey && !press.ctrlKey && !press.metaKey && !inText) return { action: 'palette' }
  if ((press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && letterOf(press) === 'k')
    return { action: 'palette' }
  if ((press.ctrlKey || press.metaKey) && !press.altKey && press.shiftKey && letterOf(press) === 'f')
    return { action: 'searchMessages' }
  if (!press.altKey || press.ctrlKey || press.metaKey) return null
  // With Option a Mac writes something else; the key is the same.
  if (press.key === '/' || (press.code === 'Slash' && !/^[ -~]$/.test(press.key))) return { action: 'searchMessages' }
  if (press.shiftKey) return asked(shiftedLetters[letterOf(press)])
  if (press.key === 'ArrowDown') return { action: 'nextContact' }
  if (press.key === 'ArrowUp') return { action: 'previousContact' }
  if (press.key === '0' || /^(?:Digit|Numpad)0$/.test(press.code)) return { action: 'admin' }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1]
  if (digit !== undefined) return { digit: Number(digit) }
  return asked(letters[letterOf(press)])
}

const asked = (action: Action | undefined): KeyAsk => (action === undefined ? null : { action })

function letterOf(press: KeyPress): string {
  const written = press.key.toLowerCase()
  return /^[a-z]$/.test(written) ? written : (/^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase() ?? '')
}
