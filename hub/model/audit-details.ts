/**
 * PURE: what the records of privileged acts tell besides act and object. They are kept for good as they were written, in
 * English; so that a screen can say them in its reader's language all of their sentences are here, and read again in
 * agent-app/admin/watch/audit-details.ts.
 */
export const details = {
  rolesChanged: (before: string, after: string): string => `${before} to ${after}`,
  recoveryUsed: (left: number): string => `a recovery code was used, ${left} are left`,
  assigned: (agent: string, force: boolean): string => `to ${agent} ${force ? 'by force' : 'as an offer'}`,
  takenFrom: (agent: string): string => `from ${agent}`,
  presence: (status: string, reason: string): string => [status, reason].join(' ').trim(),
  contacts: (n: number): string => `${n} contacts`,
  contactsOf: (n: number, customer: string): string => `${n} contacts of ${customer}`,
  endedBefore: (n: number, days: number): string => `${n} contacts, ended before ${days} days`,
  trimmed: (n: number): string => `${n} records past their time`,
  firstConfiguration: 'the first one',
  fromFile: 'found in the file at the start',
  asVersion: (n: number | null): string => `as version ${n}`,
  replanned: (n: number): string => `${n} waiting contacts re-planned`,
} as const
