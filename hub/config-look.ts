/** How the widget looks on a site, and whom it invites: the schema of both, and what is made of invitations. */
import Type, { type Static } from 'typebox'
import { bothLanguages, closed, key, oneOf, whole } from './config-parts.ts'
import type { Invitation } from './protocol/index.ts'

const colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'a colour such as #0b6b68' })

const text = (max: number) =>
  Type.String({ minLength: 1, maxLength: max, description: `a text of 1 to ${max} characters` })
const longer = Type.Object(
  { en: text(200), ja: text(200) },
  { ...closed, description: 'a text in both languages, { "en": "...", "ja": "..." }' },
)

export const lookSettings = Type.Object(
  {
    accent: Type.Optional(colour),
    accentDark: Type.Optional(colour),
    corners: Type.Optional(oneOf('round', 'soft', 'square')),
    position: Type.Optional(oneOf('right', 'left')),
    launcher: Type.Optional(oneOf('bubble', 'none')),
    launcherText: Type.Optional(bothLanguages),
    greeting: Type.Optional(longer),
    logo: Type.Optional(
      Type.String({
        // Nothing that could end the address where it stands in a style.
        pattern: '^https://[A-Za-z0-9._~:/?#@!$&*+,;=%-]{1,480}$',
        description: 'the address of a picture such as https://shop.example.jp/logo.svg',
      }),
    ),
  },
  { ...closed, description: '{ "accent", "corners", "position", ... }' },
)

const rule = Type.Object(
  {
    page: Type.Optional(
      Type.String({ pattern: '^[/*]\\S{0,199}$', description: 'a path such as /cart*, with * for anything' }),
    ),
    seconds: Type.Optional(whole(0, 3_600, 'seconds')),
    scrollPercent: Type.Optional(whole(1, 100, 'percent')),
    exit: Type.Optional(Type.Boolean({ description: 'true or false' })),
    returning: Type.Optional(Type.Boolean({ description: 'true or false' })),
  },
  { ...closed, description: '{ "page", "seconds", "scrollPercent", "exit", "returning" }' },
)

export const invitationSettings = Type.Array(
  Type.Object(
    {
      key,
      text: longer,
      when: Type.Optional(rule),
      only: Type.Optional(oneOf('staffed', 'open', 'always')),
      everyDays: Type.Optional(whole(1, 365, 'days')),
    },
    { ...closed, description: 'an invitation { "key", "text", "when", "only", "everyDays" }' },
  ),
  { maxItems: 10, description: 'a list of at most 10 invitations' },
)

const everyDays = 7

/** The invitations with all that is left out filled in. */
export const buildInvitations = (settings: Static<typeof invitationSettings>): readonly Invitation[] =>
  settings.map((one) => ({ only: 'staffed', everyDays, when: {}, ...one }))
