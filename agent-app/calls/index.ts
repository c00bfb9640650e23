/**
 * The part of the app that carries and shows calls: loaded when the first one comes, or when the devices are checked. What
 * mediasoup-client weighs is loaded later still, when a line joins.
 */
import { callDoor, browserClock } from '#client'
import { CallSounds, checkDevices, joinCall, type CallDoor, type CallLine } from '../../media/client/index.ts'
import type { DeskCall } from '#protocol'
import type { CallPart, Calls, CallsOptions } from './calls.ts'
import { doCall } from './doer.ts'
import { Call } from './elements/call.ts'
import { CallCards } from './elements/call-cards.ts'
import { CallPlace } from './elements/call-place.ts'
import { CallQuality } from './elements/call-quality.ts'
import { CallStage } from './elements/call-stage.ts'
import { DeviceDialog } from './elements/device-dialog.ts'
import { InviteDialog } from './elements/invite-dialog.ts'
import { Keypad } from './elements/keypad.ts'
import { farewell, type CallsBefore } from './farewell.ts'
import { isVisited, ringing } from './kind.ts'
import type { Seat } from './line.ts'
import { CallLines, type JoinedLine } from './lines.ts'
import { ringingNow } from './ringing.ts'

/** Tags and their elements. Parts come before what holds them, so that nothing is upgraded twice. */
const elements = {
  'mdg-a-keypad': Keypad,
  'mdg-a-call-quality': CallQuality,
  'mdg-a-call-stage': CallStage,
  'mdg-a-call': Call,
  'mdg-a-call-cards': CallCards,
  'mdg-a-call-place': CallPlace,
  'mdg-a-invite-dialog': InviteDialog,
  'mdg-a-device-dialog': DeviceDialog,
} as const

/** Begins to carry calls, and brings the elements to life that stand on the page already. */
export function openCalls(options: CallsOptions, calls: Pick<Calls, 'all' | 'isMine' | 'ended'>): CallPart {
  for (const [tag, element] of Object.entries(elements))
    if (customElements.get(tag) === undefined) customElements.define(tag, element)
  const { client, ask, changed } = options
  const lines = new CallLines({
    join: (call, wants) => join(client, call, wants),
    ask,
    changed,
    isMine: (contact) => calls.isMine(contact),
    locks: 'locks' in navigator ? navigator.locks : null,
  })
  const seat = (contact: string): Seat | null => lines.seat(contact)
  const sounds = new CallSounds()
  let before: CallsBefore = new Map()
  const follow = (): void => {
    const here = (contact: string): boolean => seat(contact)?.at === 'here'
    const sound = farewell(before, calls.all, here, (contact) => calls.ended.has(contact))
    before = new Map(calls.all)
    lines.follow(calls.all)
    if (sound !== null && options.sounding()) sounds[sound]()
  }
  return {
    follow,
    seat,
    takeHere: ({ contact }) => lines.takeHere(contact),
    ringing: (speech) => ringingNow(speech, ringing(calls.all.values())),
    visits: () => new Set([...calls.all.values()].filter(isVisited).map(({ contact }) => contact as string)),
    act: (action, doing) => doCall({ all: calls.all, seat, ask }, action, doing),
    line: () => lines.here,
    check: () => checkDevices(),
    close: () => {
      lines.close()
      sounds.close()
    },
  }
}

function join(
  client: CallsOptions['client'],
  { contact, leg }: DeskCall,
  wants: Parameters<ConstructorParameters<typeof CallLines>[0]['join']>[1],
): JoinedLine {
  // The client passes on what it does not know: the words of the media port.
  const door = callDoor(client, contact, browserClock)
  const line: CallLine = joinCall(door as unknown as CallDoor, { leg: leg as NonNullable<typeof leg>, ...wants })
  return { line, close: () => door.close() }
}
