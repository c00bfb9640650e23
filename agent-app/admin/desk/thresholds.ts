/** Thresholds: what of a queue is worth an alert on the board, from where on, and how long it must have been so. */
import { html } from 'lit'
import { live } from 'lit/directives/live.js'
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import {
  fieldLook,
  framed,
  group,
  idOf,
  keyField,
  numberField,
  ticksField,
  wrongAt,
  type Option,
} from '../fields/index.ts'
import { deskWords, type DeskWords } from './words.ts'

const measures = ['waiting', 'longestWait', 'expectedWait', 'levelNow', 'free', 'staffed'] as const
type Measure = (typeof measures)[number]

/** What too much or too little usually is: the side, the first bound, and the greatest. */
const sides: Readonly<Record<Measure, readonly [side: 'above' | 'below', first: number, max: number]>> = {
  waiting: ['above', 10, 100_000],
  longestWait: ['above', 120, 86_400],
  expectedWait: ['above', 300, 86_400],
  levelNow: ['below', 80, 100],
  free: ['below', 1, 10_000],
  staffed: ['below', 2, 10_000],
}

export class ThresholdsSection extends EntriesSection {
  static override styles = [look, adminLook, fieldLook]

  protected override readonly list = 'thresholds'
  protected override readonly nameKey = 'key'
  protected override readonly max = 50
  protected override readonly firstKey = 'waiting'

  private get words(): DeskWords['thresholds'] {
    return deskWords(this.speech.locale).thresholds
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    return { measure: 'waiting', above: 10 }
  }

  #measureOf(entry: Entry): Measure {
    const found = entry['measure'] as Measure
    return measures.includes(found) ? found : 'waiting'
  }

  protected override called(entry: Entry): string {
    const { words } = this
    const measure = this.#measureOf(entry)
    const side = entry['below'] === undefined ? 'above' : 'below'
    const bound = Number(entry[side] ?? 0)
    return words.sentence(
      words.measures[measure],
      words.sides[side],
      `${this.speech.number(bound)} ${words.units[measure]}`,
    )
  }

  protected override facts(entry: Entry): readonly string[] {
    const { words } = this
    const queues = entry['queues']
    const seconds = entry['forSeconds']
    return [
      Array.isArray(queues) ? words.queueCount(queues.length) : words.allQueues,
      ...(typeof seconds === 'number' ? [words.forLonger(this.speech.duration(seconds * 1_000))] : []),
    ]
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const names = adminWords.settings['threshold']!
    const key = this.keyOf(entry)
    const measure = this.#measureOf(entry)
    const side = entry['below'] === undefined ? 'above' : 'below'
    const queues = this.editing
      .list<Entry>('queues')
      .map((queue): Option => [String(queue['id']), this.queueName(queue)])
    return group(
      words.group,
      '',
      html`<div class="pair">
        ${this.#select(
          `${place}/measure`,
          names['measure']!,
          measures.map((one): Option => [one, words.measures[one]]),
          measure,
          (next) => this.#begin(place, entry, next as Measure),
        )}
        ${this.#select(
          `${place}/side`,
          words.side,
          (['above', 'below'] as const).map((one): Option => [one, words.sides[one]]),
          side,
          (next) => this.#turn(place, entry, next as 'above' | 'below'),
        )}
        ${numberField(this, {
          at: `${place}/${side}`,
          label: words.bound,
          unit: words.units[measure],
          builtIn: '',
          min: 0,
          max: sides[measure][2],
        })}
        ${numberField(this, {
          at: `${place}/forSeconds`,
          label: names['forSeconds']!,
          help: words.forHelp,
          unit: adminWords.fields.seconds,
          builtIn: '0',
          min: 0,
          max: 86_400,
        })}
      </div>`,
      ticksField(this, {
        at: `${place}/queues`,
        label: names['queues']!,
        options: queues,
        all: words.allQueues,
        emptyIsAll: true,
      }),
      keyField(this, {
        at: `${place}/key`,
        label: adminWords.fields.key,
        help: adminWords.fields.keyHelp,
        taken: this.others(key),
        locked: this.isInForce(key),
        changed: (next) => this.rename(place, next),
      }),
    )
  }

  /** A queue's own name: `called` tells thresholds. */
  private queueName(queue: Entry): string {
    const name = queue['name'] as { en: string; ja: string } | undefined
    return name === undefined ? String(queue['id']) : this.speech.both(name) || String(queue['id'])
  }

  /** Another measure begins with a bound that means something. */
  #begin(place: string, { above: _, below: __, ...rest }: Entry, measure: Measure): void {
    const [side, first] = sides[measure]
    this.editing.set(place, { ...rest, measure, [side]: first })
  }

  #turn(place: string, { above, below, ...rest }: Entry, side: 'above' | 'below'): void {
    this.editing.set(place, { ...rest, [side]: above ?? below })
  }

  #select(at: string, label: string, options: readonly Option[], now: string, choose: (value: string) => void) {
    return framed(
      { at, label },
      wrongAt(this, at, ''),
      html`<select
        class="field"
        id=${idOf(at)}
        ?disabled=${!this.mayChange}
        .value=${live(now)}
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
      >
        ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === now}>${words}</option>`)}
      </select>`,
    )
  }
}

customElements.define('mdg-a-admin-thresholds', ThresholdsSection)
