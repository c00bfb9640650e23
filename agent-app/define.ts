/** Gives every element its tag; the only file that does. */
import { Account } from './elements/account.ts'
import { AssignDialog } from './elements/assign-dialog.ts'
import { Avatar } from './elements/avatar.ts'
import { Composer } from './elements/composer.ts'
import { ConfirmDialog } from './elements/confirm-dialog.ts'
import { ColumnEdge } from './elements/column-edge.ts'
import { ContactList } from './elements/contact-list.ts'
import { CustomerCard } from './elements/customer-card.ts'
import { Customer } from './elements/customer.ts'
import { EarlierDialog } from './elements/earlier-dialog.ts'
import { EarlierList } from './elements/earlier-list.ts'
import { ForceDialog } from './elements/force-dialog.ts'
import { KnowledgePanel } from './elements/knowledge.ts'
import { KnownFields } from './elements/known-fields.ts'
import { Log } from './elements/log.ts'
import { Mark } from './elements/mark.ts'
import { Notice } from './elements/notice.ts'
import { OfferLook } from './elements/offer-look.ts'
import { OfferCard } from './elements/offer-card.ts'
import { Palette } from './elements/palette.ts'
import { Presence } from './elements/presence.ts'
import { Queues } from './elements/queues.ts'
import { Rail } from './elements/rail.ts'
import { Tags } from './elements/tags.ts'
import { Talk } from './elements/talk.ts'
import { Team } from './elements/team.ts'
import { Timer } from './elements/timer.ts'
import { TopBar } from './elements/top-bar.ts'
import { TransferDialog } from './elements/transfer-dialog.ts'
import { WhyDialog } from './elements/why-dialog.ts'
import { WrapUp } from './elements/wrap-up.ts'
import { App } from './views/app.ts'
import { Dialogs } from './views/dialogs.ts'
import { DeskScreen } from './views/desk.ts'
import { SignIn } from './views/sign-in.ts'

/** Tags and their elements. Parts come before what holds them, so that nothing is upgraded twice. */
export const elements = {
  'mdg-a-mark': Mark,
  'mdg-a-timer': Timer,
  'mdg-a-avatar': Avatar,
  'mdg-a-presence': Presence,
  'mdg-a-account': Account,
  'mdg-a-top-bar': TopBar,
  'mdg-a-rail': Rail,
  'mdg-a-offer-look': OfferLook,
  'mdg-a-offer-card': OfferCard,
  'mdg-a-notice': Notice,
  'mdg-a-contact-list': ContactList,
  'mdg-a-log': Log,
  'mdg-a-composer': Composer,
  'mdg-a-wrap-up': WrapUp,
  'mdg-a-talk': Talk,
  'mdg-a-earlier-dialog': EarlierDialog,
  'mdg-a-earlier-list': EarlierList,
  'mdg-a-known': KnownFields,
  'mdg-a-tags': Tags,
  'mdg-a-card': CustomerCard,
  'mdg-a-knowledge': KnowledgePanel,
  'mdg-a-customer': Customer,
  'mdg-a-transfer-dialog': TransferDialog,
  'mdg-a-confirm-dialog': ConfirmDialog,
  'mdg-a-assign-dialog': AssignDialog,
  'mdg-a-force-dialog': ForceDialog,
  'mdg-a-why-dialog': WhyDialog,
  'mdg-a-palette': Palette,
  'mdg-a-queues': Queues,
  'mdg-a-team': Team,
  'mdg-a-edge': ColumnEdge,
  'mdg-a-dialogs': Dialogs,
  'mdg-a-sign-in': SignIn,
  'mdg-a-desk': DeskScreen,
  'mdg-a-app': App,
} as const

/** Defines all of them. */
export function defineElements(): void {
  for (const [tag, element] of Object.entries(elements)) customElements.define(tag, element)
}
