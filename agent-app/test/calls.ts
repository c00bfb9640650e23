/** Test support: calls with people in them, and lines that carry nothing but say what a test wants. */
import type { CallParty, DeskCall } from '#protocol'
import type { CallLine, LineView } from '../../media/client/index.ts'
import type { Seat } from '../calls/line.ts'

const id = <T>(text: string): T => text as T

export const party = (key: string, part: Partial<CallParty> = {}): CallParty => ({
  leg: id(`leg_${key}`),
  role: 'agent',
  agent: id(`agt_${key}`),
  name: key,
  mode: 'talk',
  partner: null,
  muted: false,
  cameraOff: true,
  held: false,
  sharing: false,
  ...part,
})

export const customerParty = (part: Partial<CallParty> = {}): CallParty =>
  party('carl', { role: 'customer', agent: null, name: '', ...part })
export const ann = (part: Partial<CallParty> = {}): CallParty => party('ann', { name: 'Ann', ...part })
export const ben = (part: Partial<CallParty> = {}): CallParty => party('ben', { name: 'Ben Carter', ...part })

/** A running voice call of Ann, who holds the contact, with her customer. */
export const call = (part: Partial<DeskCall> = {}): DeskCall => ({
  call: id('cal_1'),
  contact: id('cnt_1'),
  phase: 'running',
  media: 'audio',
  by: 'customer',
  since: Date.now() - 95_000,
  answeredAt: Date.now() - 83_000,
  leg: id('leg_ann'),
  parties: [customerParty(), ann()],
  recording: 'off',
  customerName: '田中 美咲',
  part: 'owner',
  invited: [],
  ...part,
})

export const lineView = (part: Partial<LineView> = {}): LineView => ({
  state: 'connected',
  microphone: { state: 'on', deviceId: 'm1', label: 'Headset' },
  camera: { state: 'off', deviceId: '', label: '' },
  speakerId: '',
  choices: [],
  ownCamera: null,
  ownScreen: null,
  received: new Map(),
  music: false,
  speaking: new Map(),
  up: null,
  down: null,
  poor: 'none',
  soundBlocked: false,
  ...part,
})

/** What was asked of it stands in `asked`, in order. */
export class FakeLine implements CallLine {
  view: LineView
  readonly asked: string[] = []
  readonly #listeners = new Set<() => void>()

  constructor(part: Partial<LineView> = {}) {
    this.view = lineView(part)
  }

  become(part: Partial<LineView>): void {
    this.view = { ...this.view, ...part }
    for (const listener of this.#listeners) listener()
  }

  onChange(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  onLevel(): () => void {
    return () => {}
  }

  setMicrophone(on: boolean): Promise<boolean> {
    this.asked.push(`microphone ${on}`)
    return Promise.resolve(on)
  }

  setCamera(on: boolean): Promise<boolean> {
    this.asked.push(`camera ${on}`)
    return Promise.resolve(on)
  }

  shareScreen(on: boolean): Promise<boolean> {
    this.asked.push(`screen ${on}`)
    return Promise.resolve(on)
  }

  chooseDevice(kind: string, deviceId: string): void {
    this.asked.push(`choose ${kind} ${deviceId}`)
  }

  dtmf(digits: string): void {
    this.asked.push(`dtmf ${digits}`)
  }

  unblock(): void {
    this.asked.push('unblock')
  }

  rejoin(): void {
    this.asked.push('rejoin')
  }

  leave(): void {
    this.asked.push('leave')
  }
}

export const seated = (part: Partial<LineView> = {}): Seat & { at: 'here' } => ({
  at: 'here',
  line: new FakeLine(part),
})
