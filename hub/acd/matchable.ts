/**
 * Lines that have both a contact waiting and an agent ready for it. Lines of one pace keep their order as time passes, so
 * each pace has a heap of its own and the clock decides only between their first lines: choosing takes a step for each pace
 * that configuration uses, however many contacts wait.
 */
import type { AgentId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { compareContacts, compareIds, type Floor, type FloorContact } from './floor.ts'
import { KeyedHeap, nowhere, type Effort } from './heap.ts'
import type { Register } from './register.ts'
import type { Line } from './waiting-line.ts'
import { compareWeights } from './weight.ts'

export class Matchable {
  /** Contacts handed to one agent: before everything else that agent could be given, or the capacity could be taken. */
  private readonly meant: KeyedHeap<Line>
  private readonly paces = new Map<number, KeyedHeap<Line>>()
  /** Contacts that ring already and may ring at more agents: after all that ring nowhere. */
  private readonly ringing = new Map<number, KeyedHeap<Line>>()
  private readonly effort: Effort
  private readonly register: Register

  constructor(register: Register, effort: Effort) {
    this.register = register
    this.effort = effort
    this.meant = new KeyedHeap(this.compareLines, effort)
  }

  /** Puts a line where its first contact, `first`, belongs, anew if it is in. */
  set(line: Line, first: FloorContact): void {
    const { enqueuedAt } = first.record
    const key = line.among === this.meant ? 0 : first.score
    if (line.handle === nowhere) line.handle = line.among.push(line, key, enqueuedAt)
    else line.among.rekey(line.handle, key, enqueuedAt)
  }

  /** Takes a line out, if it is in. */
  unset(line: Line): void {
    if (line.handle === nowhere) return
    line.among.remove(line.handle)
    line.handle = nowhere
  }

  /** The line whose first contact is to be served next, or undefined when nothing can be matched. */
  best(floor: Floor, now: Instant): Line | undefined {
    const meant = this.meant.top()
    return meant ?? this.heaviest(this.paces, floor, now) ?? this.heaviest(this.ringing, floor, now)
  }

  clear(): void {
    this.meant.clear()
    this.paces.clear()
    this.ringing.clear()
  }

  private firstOf({ waiting }: Line): FloorContact {
    return this.register.contacts[waiting.top()]!
  }

  /** Ties between lines go by their first contacts, then by key so that the order is total. */
  private readonly compareLines = (a: Line, b: Line): number => {
    const byContact = a.waiting.size > 0 && b.waiting.size > 0 ? compareContacts(this.firstOf(a), this.firstOf(b)) : 0
    return byContact || compareIds(a.key, b.key)
  }

  private heaviest(paces: ReadonlyMap<number, KeyedHeap<Line>>, floor: Floor, now: Instant): Line | undefined {
    let best: Line | undefined
    for (const heap of paces.values()) {
      const line = heap.top()
      if (line === undefined) continue
      this.effort.steps++
      if (best === undefined || compareWeights(floor, this.firstOf(line), this.firstOf(best), now) < 0) best = line
    }
    return best
  }

  /** The lines among which one is that is for `only` or else for anybody, of contacts of this pace that ring already or do not. */
  heapFor(only: AgentId | null, pace: number, rings: boolean): KeyedHeap<Line> {
    if (only !== null) return this.meant
    const paces = rings ? this.ringing : this.paces
    const known = paces.get(pace)
    if (known !== undefined) return known
    const heap = new KeyedHeap<Line>(this.compareLines, this.effort)
    paces.set(pace, heap)
    return heap
  }
}
