/** The kinds of steps. A new one: a file, and a line here; the contract test and docs/FLOWS.md ask for the rest. */
import type { Step } from '../flow.ts'
import { answer } from './answer.ts'
import { askChoice } from './ask-choice.ts'
import { askDate } from './ask-date.ts'
import { askFile } from './ask-file.ts'
import { askNumber } from './ask-number.ts'
import { askText } from './ask-text.ts'
import { bot } from './bot.ts'
import { branch } from './branch.ts'
import { callBack } from './call-back.ts'
import { callHttp } from './call-http.ts'
import { end } from './end.ts'
import { form } from './form.ts'
import { handOver } from './hand-over.ts'
import type { StepKind } from './kind.ts'
import { say } from './say.ts'
import { set } from './set.ts'
import { survey } from './survey.ts'

export const stepKinds = {
  say,
  'ask-text': askText,
  'ask-choice': askChoice,
  'ask-date': askDate,
  'ask-number': askNumber,
  'ask-file': askFile,
  form,
  set,
  branch,
  answer,
  'call-http': callHttp,
  bot,
  'hand-over': handOver,
  'call-back': callBack,
  end,
  survey,
} as const
export type StepKindName = keyof typeof stepKinds
export const stepKindNames = Object.keys(stepKinds) as StepKindName[]

/** What a step of a flow that was read can do. Each kind knows the form of its own steps only. */
export const kindOf = ({ kind }: Step): StepKind<Step> => stepKinds[kind as StepKindName] as unknown as StepKind<Step>
