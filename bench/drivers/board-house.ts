/**
 * A house for the board, in a process of its own that does what it is told (hub/attack/storm-generator.ts): it serves the built
 * agent app and speaks our protocol, with as many queues, agents and contacts as asked for, of which so many a second change,
 * told in beats as a hub's are. Nothing is decided here, so that the page is what is measured.
 */
import { fileURLToPath } from 'node:url'
import {
  boardAgent,
  boardFloor,
  boardHeld,
  boardQueue,
  boardWaiting,
  type Crowd,
} from '../../agent-app/test/board-scenes.ts'
import { FakeHub, type FloorChange } from '../../agent-app/test/fake-hub.ts'
import { obey } from '../../hub/attack/storm-generator.ts'

const dist = fileURLToPath(new URL('../../dist/agent-app', import.meta.url))
/** As the hub's own. */
const beatMs = 100

const houses = new Map<string, House>()

class House {
  readonly hub = new FakeHub(dist)
  #timer: ReturnType<typeof setInterval> | null = null
  #told = 0
  #seed = 4_711

  constructor(private readonly crowd: Crowd) {
    boardFloor(this.hub, crowd)
    this.hub.answer = () => ({})
  }

  /** So many items change in a second until it is told to be still. */
  stir(perSecond: number): void {
    const each = Math.round((perSecond * beatMs) / 1_000)
    this.#timer = setInterval(() => {
      this.hub.putAll(Array.from({ length: each }, () => this.#change()))
      this.#told += each
    }, beatMs)
  }

  still(): number {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    return this.#told
  }

  /** Mostly contacts, now and then an agent or a queue. */
  #change(): FloorChange {
    const { crowd } = this
    const at = this.#draw(1_000_000)
    switch (at % 10) {
      case 0:
        return ['queue', `que_b${at % crowd.queues}`, boardQueue(at % crowd.queues, { waiting: this.#draw(90) })]
      case 1:
      case 2:
        return ['agent', `agt_b${at % crowd.agents}`, { ...boardAgent(at, crowd.queues), ...this.#self(at) }]
      case 3:
      case 4:
      case 5:
        return ['waiting', `cnt_wb${at % crowd.waiting}`, boardWaiting(at, crowd.queues)]
      default:
        return ['held', `cnt_hb${at % crowd.held}`, boardHeld(at, crowd)]
    }
  }

  #self(at: number) {
    const { agent, name } = boardAgent(at % this.crowd.agents, this.crowd.queues)
    return { agent, name }
  }

  #draw(below: number): number {
    return (this.#seed = (this.#seed * 48_271) % 2_147_483_647) % below
  }
}

const commands = {
  /** Resolves with the address of the page. */
  async open({ name, crowd }: { name: string; crowd: Crowd }): Promise<string> {
    const house = new House(crowd)
    houses.set(name, house)
    return await house.hub.listen()
  },
  stir: ({ name, perSecond }: { name: string; perSecond: number }): void => houses.get(name)!.stir(perSecond),
  /** Resolves with how many changes were told so far. */
  still: ({ name }: { name: string }): number => houses.get(name)!.still(),
}

export type BoardHouseCommands = typeof commands

obey(commands)
