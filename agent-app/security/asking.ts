/** What one's own security asks the hub by HTTP. Nothing here throws: a refusal is its code, `unreachable` where there was no answer. */
import { ask, tell, type Answer } from '../admin/api.ts'

export interface OwnSession {
  readonly session: string
  readonly beganAt: number
  readonly lastUsedAt: number
  readonly browser: string
  readonly address: string
  readonly isThis: boolean
}

export interface OwnSecurity {
  readonly sessions: readonly OwnSession[]
  readonly password: boolean
  readonly secondFactor: boolean
  readonly secondFactorRule: 'off' | 'optional' | 'required'
  readonly recoveryCodesLeft: number
}

export interface Enrolment {
  readonly uri: string
  readonly secret: string
}

export const ownSecurity = (): Promise<Answer<OwnSecurity>> => ask('/api/agent/sessions')
export const endSession = (session: string): Promise<Answer<object>> => tell('/api/agent/sessions/end', { session })
export const changePassword = (old: string, fresh: string): Promise<Answer<object>> =>
  tell('/api/agent/password', { old, new: fresh })
export const beginEnrolment = (): Promise<Answer<Enrolment>> => tell('/api/agent/second-factor/begin', {})
export const confirmEnrolment = (code: string): Promise<Answer<{ readonly recoveryCodes: readonly string[] }>> =>
  tell('/api/agent/second-factor/confirm', { code })
export const removeSecondFactor = (password: string): Promise<Answer<object>> =>
  tell('/api/agent/second-factor/remove', { password })
