/** Queues: all of them, and for each everything that the configuration can say of it. */
import { css, html, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { look } from '../../look.ts'
import { enAdminQueues, type QueueWords } from '../../translations/en-admin-queues.ts'
import { jaAdminQueues } from '../../translations/ja-admin-queues.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import {
  bothField,
  choiceField,
  fieldLook,
  framed,
  group,
  grouped,
  idOf,
  keyField,
  listField,
  numberField,
  switchField,
  textField,
  wrongAt,
  type Option,
} from '../fields/index.ts'
import { knownSkills } from '../known-skills.ts'
import { overflowField, targetField } from './overflow.ts'
import { requirementField } from './requirement.ts'
import { callBackNames, levelBounds, queueNumbers, strategyNames, wrapUpNames, type QueueNumberName } from './rules.ts'
import { stepsField } from './steps.ts'

interface Agent {
  readonly login: string
  readonly queues?: readonly string[]
}

export class QueuesSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      .form {
        padding-bottom: var(--mdg-space-6);
      }
      .nth {
        font-weight: 600;
      }
      .unit-choice {
        width: auto;
      }
      .within {
        margin-top: var(--mdg-space-2);
      }
      .proposals {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--mdg-space-1);
        font-size: var(--mdg-size-13);
      }
      .requirement .help {
        margin: var(--mdg-space-1) 0 0;
      }
    `,
  ]

  protected override readonly list = 'queues'
  protected override readonly max = 500
  protected override readonly firstKey = 'queue'
  @state() private isFull = false

  private get words(): QueueWords {
    return this.speech.locale === 'ja' ? jaAdminQueues : enAdminQueues
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    return { name: { en: '', ja: '' } }
  }

  protected override facts(entry: Entry): readonly string[] {
    const { words } = this
    const strategy = String(entry['strategy'] ?? 'longest-idle') as (typeof strategyNames)[number]
    const steps = Array.isArray(entry['steps']) ? entry['steps'].length : 0
    return [
      String(entry['id']),
      words.strategies[strategy]?.[0] ?? strategy,
      ...(steps > 0 ? [words.stepCount(steps)] : []),
      ...(typeof entry['calendar'] === 'string' ? [words.hoursOf(entry['calendar'])] : []),
    ]
  }

  protected override uses(key: string): readonly string[] {
    const { words } = this
    const sites = this.editing.list<Entry>('sites').filter((site) => leadsTo(site, key))
    const queues = this.entries.filter(
      (queue) =>
        queue['id'] !== key &&
        JSON.stringify([queue['overflow'], queue['waitMaxTo']]).includes(`"queue":${JSON.stringify(key)}`),
    )
    const agents = this.editing.list<Agent>('agents').filter(({ queues: own }) => own?.includes(key) === true)
    return [
      ...sites.map((site) => words.usedBySite(this.called(site))),
      ...queues.map((queue) => words.usedByQueue(this.called(queue))),
      ...(agents.length > 0 ? [words.usedByAgents(agents.length)] : []),
    ]
  }

  /** Other queues, for where contacts may go. */
  #others(place: string): readonly Option[] {
    const own = this.editing.at(`${place}/id`)
    return this.entries.filter((queue) => queue['id'] !== own).map((queue) => [String(queue['id']), this.called(queue)])
  }

  #number(place: string, name: QueueNumberName): TemplateResult {
    const { words, speech, adminWords } = this
    const { builtIn, unit, ...rule } = queueNumbers[name]
    return numberField(this, {
      ...rule,
      at: `${place}/${name}`,
      label: adminWords.settings.queue![name]!,
      help: words.help[name],
      unit: words.units[unit],
      builtIn: builtIn === null ? '' : speech.number(builtIn),
    })
  }

  #numbers(place: string, ...names: readonly QueueNumberName[]): TemplateResult {
    return html`<div class="pair">${names.map((name) => this.#number(place, name))}</div>`
  }

  #strategies(): readonly Option[] {
    const { words } = this
    return strategyNames.map((name) => [name, ...words.strategies[name]])
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const key = this.keyOf(entry)
    return html`${this.#logins()}
    ${group(
      words.groups.basics,
      '',
      bothField(this, { at: `${place}/name`, label: names['name']! }),
      keyField(this, {
        at: `${place}/id`,
        label: names['id']!,
        help: adminWords.fields.keyHelp,
        taken: this.others(key),
        locked: this.isInForce(key),
        changed: (next) => this.rename(place, next),
      }),
      choiceField(this, {
        at: `${place}/calendar`,
        label: names['calendar']!,
        help: words.help.calendar,
        options: this.#calendars(),
        none: words.alwaysOpen,
      }),
    )}
    ${this.#whoGetsIt(place)} ${this.#afterwards(place)} ${this.#tooMuch(place)} ${this.#rare(place)}`
  }

  #whoGetsIt(place: string): TemplateResult {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const skills = knownSkills(this.editing)
    return group(
      words.groups.routing,
      words.leads.routing,
      choiceField(this, {
        at: `${place}/strategy`,
        label: names['strategy']!,
        options: this.#strategies(),
        builtIn: 'longest-idle',
      }),
      this.editing.at(`${place}/strategy`) === 'ring-group' ? this.#number(place, 'ringAtOnce') : '',
      listField(this, {
        at: `${place}/requirements`,
        label: names['requirements']!,
        help: words.help.requirements,
        max: 20,
        addLabel: words.requirement.addOne,
        none: words.requirement.none,
        named: (index) => words.requirement.named(index + 1),
        blank: () => '',
        compact: true,
        draw: (at, index) =>
          requirementField(this, { at, label: words.requirement.named(index + 1) }, words.requirement, skills),
      }),
      stepsField(this, `${place}/steps`, names['steps']!, words, {
        skills,
        logins: this.#known(),
        strategies: this.#strategies(),
      }),
      this.#numbers(place, 'prioritySeconds', 'offerTimeoutSeconds', 'replySeconds'),
      this.#level(place),
    )
  }

  /** What is aimed at: so many percent within so many seconds. */
  #level(place: string): TemplateResult {
    const { words, adminWords, speech } = this
    const at = `${place}/serviceLevel/seconds`
    const found = this.editing.at(at) ?? 20
    const write = (event: Event): void => {
      const seconds = Number((event.target as HTMLSelectElement).value)
      this.editing.set(at, seconds === 20 ? undefined : seconds)
    }
    return grouped(
      { at: `${place}/serviceLevel`, label: adminWords.settings['queue']!['serviceLevel']!, help: words.level.help },
      wrongAt(this, `${place}/serviceLevel`, ''),
      html`<div class="pair">
        ${numberField(this, {
          at: `${place}/serviceLevel/percent`,
          label: words.level.percent,
          unit: words.units.percent,
          builtIn: '80',
          min: 1,
          max: 100,
        })}
        ${framed(
          { at, label: words.level.seconds },
          wrongAt(this, at, ''),
          html`<select class="field" id=${idOf(at)} ?disabled=${!this.mayChange} @change=${write}>
            ${levelBounds.map(
              (bound) =>
                html`<option value=${bound} ?selected=${bound === found}>${speech.duration(bound * 1_000)}</option>`,
            )}
          </select>`,
        )}
      </div>`,
    )
  }

  #afterwards(place: string): TemplateResult {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const dispositions = this.editing.list<{ key: string }>(`${place}/dispositions`)
    return group(
      words.groups.afterwards,
      '',
      choiceField(this, {
        at: `${place}/wrapUp`,
        label: names['wrapUp']!,
        options: wrapUpNames.map((name): Option => [name, ...words.wrapUps[name]]),
        builtIn: 'timed',
      }),
      this.editing.at(`${place}/wrapUp`) === 'none'
        ? ''
        : this.#numbers(place, 'wrapUpSeconds', 'wrapUpExtensionSeconds', 'wrapUpExtensionsMax', 'wrapUpUnits'),
      listField(this, {
        at: `${place}/dispositions`,
        label: names['dispositions']!,
        help: words.help.dispositions,
        max: 50,
        addLabel: words.disposition.add,
        none: words.disposition.none,
        named: (index) => words.disposition.named(index + 1),
        blank: () => ({ key: `result-${dispositions.length + 1}`, label: { en: '', ja: '' } }),
        compact: true,
        draw: (at) =>
          html`${bothField(this, { at: `${at}/label`, label: words.disposition.label })}
          ${textField(this, { at: `${at}/key`, label: adminWords.fields.key, needed: true, isCode: true })}`,
      }),
      dispositions.length === 0
        ? ''
        : switchField(this, {
            at: `${place}/dispositionRequired`,
            label: names['dispositionRequired']!,
            builtIn: false,
          }),
    )
  }

  #tooMuch(place: string): TemplateResult {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const others = this.#others(place)
    return group(
      words.groups.tooMuch,
      words.leads.tooMuch,
      overflowField(this, `${place}/overflow`, names['overflow']!, words, others),
      html`<div class="pair">
        ${this.#number(place, 'waitMaxSeconds')}
        ${targetField(this, { at: `${place}/waitMaxTo`, label: names['waitMaxTo']!, withBot: false, none: words.overflow.nowhere }, words, others)}
      </div>`,
      this.#numbers(place, 'lengthMax'),
      choiceField(this, {
        at: `${place}/callBackMode`,
        label: names['callBackMode']!,
        options: callBackNames.map((name): Option => [name, ...words.callBackModes[name]]),
        builtIn: 'agent-first',
      }),
      this.#numbers(place, 'joinSeconds', 'callsMax', 'callGapSeconds'),
    )
  }

  /** What most queues never say; folded away until somebody looks, or something is said. */
  #rare(place: string): TemplateResult {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const fault = this.editing.fault?.place.startsWith(`${place}/`) === true
    return html`<details
      class="group"
      ?open=${this.isFull || fault}
      @toggle=${(event: Event) => (this.isFull = (event.target as HTMLDetailsElement).open)}
    >
      <summary><b>${words.groups.rare}</b></summary>
      <div class="pair">
        ${(
          [
            'acceleration',
            'waitCapSeconds',
            'declineCoolDownSeconds',
            'missCoolDownSeconds',
            'turnAwayCoolDownSeconds',
            'missesBeforeAway',
            'offerGapSeconds',
            'parkAfterSeconds',
            'parkedPercent',
            'customerGraceSeconds',
            'agentGraceSeconds',
          ] as const
        ).map((name) => this.#number(place, name))}
        ${textField(this, { at: `${place}/version`, label: names['version']!, help: words.help.version, max: 60 })}
      </div>
      ${this.#scorer(place)}
    </details>`
  }

  #scorer(place: string): TemplateResult {
    const { words, adminWords } = this
    const names = adminWords.settings.queue!
    const hasScorer = this.editing.at(`${place}/scorer`) !== undefined
    return html`${textField(this, {
      at: `${place}/scorer/url`,
      label: names['scorer']!,
      help: words.help.scorer,
      placeholder: 'https://scorer.example.jp/scores',
      isCode: true,
      max: 500,
    })}
    ${
      hasScorer
        ? html`<div class="pair">
            ${numberField(this, { at: `${place}/scorer/timeoutMs`, label: words.scorer.timeout, unit: 'ms', builtIn: '300', min: 50, max: 2_000 })}
            ${numberField(this, { at: `${place}/scorer/candidatesMax`, label: words.scorer.candidates, unit: words.units.agents, builtIn: '50', min: 1, max: 200 })}
          </div>`
        : ''
    }`
  }

  #calendars(): readonly Option[] {
    return this.editing.list<Entry>('calendars').map(({ id }) => [String(id), String(id)])
  }

  #known(): readonly string[] {
    return this.editing.list<Agent>('agents').map(({ login }) => login)
  }

  #logins(): TemplateResult {
    return html`<datalist id="logins">
      ${this.#known().map((login) => html`<option value=${login}></option>`)}
    </datalist>`
  }
}

function leadsTo(site: Entry, key: string): boolean {
  const topics = (Array.isArray(site['topics']) ? site['topics'] : []) as readonly Entry[]
  return site['defaultQueue'] === key || topics.some(({ queue }) => queue === key)
}

customElements.define('mdg-a-admin-queues', QueuesSection)
