/** The look of what stands beside the table. */
import { css } from 'lit'

export const panelLook = css`
  :host {
    display: block;
    min-height: 0;
  }
  aside {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden auto;
    background: var(--mdg-surface-0);
    scrollbar-width: thin;
  }
  header,
  section,
  .acts,
  .gone {
    flex: none;
  }
  /* The talk has what is left, and scrolls by itself. */
  mdg-a-board-talk {
    flex: 1 0 280px;
    min-height: 0;
  }
  header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 56px;
    padding: var(--mdg-space-2) var(--mdg-space-2) var(--mdg-space-2) var(--mdg-space-4);
    border-bottom: 1px solid var(--mdg-line);
    background: var(--mdg-surface-0);
  }
  h3 {
    flex: 1;
    min-width: 0;
    font-size: var(--mdg-size-16);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  h3:focus {
    outline: none;
  }
  .back {
    display: none;
  }
  section {
    padding: var(--mdg-space-3) var(--mdg-space-4);
  }
  section + section {
    border-top: 1px solid var(--mdg-line);
  }
  h4 {
    display: flex;
    gap: var(--mdg-space-2);
    margin: 0 0 var(--mdg-space-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  .big {
    font-weight: 600;
  }
  .facts {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .gone {
    margin: var(--mdg-space-3) var(--mdg-space-4) 0;
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-2);
    font-size: var(--mdg-size-13);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: 0 var(--mdg-space-4) var(--mdg-space-3);
  }
  .acts [aria-pressed='true'] {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent-soft);
    font-weight: 600;
  }
  section .acts {
    padding: var(--mdg-space-2) 0 0;
  }
  .links li {
    margin: 0 calc(-1 * var(--mdg-space-2));
  }
  .link {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    width: 100%;
    min-height: 32px;
    padding: 2px var(--mdg-space-2);
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    font-size: var(--mdg-size-13);
    text-align: start;
    cursor: pointer;
  }
  .link:hover {
    background: var(--mdg-surface-2);
  }
  .link .cut {
    flex: 1;
  }
  .link > :last-child {
    flex: none;
    max-width: 60%;
  }
  .state,
  .waits,
  .late {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .waits {
    color: var(--mdg-waiting);
  }
  .late {
    color: var(--mdg-late);
    font-size: var(--mdg-size-13);
  }
  p.state,
  p.late {
    display: flex;
  }
  .icon {
    width: 16px;
    height: 16px;
  }
  .button .icon {
    width: 18px;
    height: 18px;
  }
  .dot.busy {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent);
  }
  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-1);
    margin-top: var(--mdg-space-2);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 28px;
    padding: 0 10px;
    border: 1px solid var(--mdg-line);
    border-radius: 14px;
    background: none;
    font-size: var(--mdg-size-13);
    cursor: pointer;
  }
  .tag:hover {
    background: var(--mdg-surface-2);
  }
  textarea.field {
    min-height: 64px;
    resize: vertical;
  }
  @media (max-width: 1023px) {
    .back {
      display: inline-flex;
    }
    .close {
      display: none;
    }
    header {
      padding-inline-start: var(--mdg-space-2);
    }
  }
`

/** The look of a talk that is read along. */
export const talkLook = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 220px;
    border-top: 1px solid var(--mdg-line);
  }
  h4 {
    margin: 0;
    padding: var(--mdg-space-3) var(--mdg-space-4) 0;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  mdg-a-log {
    flex: 1;
    min-height: 0;
  }
  .say {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2);
    align-items: center;
    padding: var(--mdg-space-3) var(--mdg-space-4);
  }
  .note {
    padding: var(--mdg-space-2) var(--mdg-space-4);
    border-top: 1px solid var(--mdg-line);
    font-size: var(--mdg-size-12);
  }
`

/** The look of what a supervisor does for an agent. */
export const leadLook = css`
  :host {
    display: block;
    padding: 0 var(--mdg-space-4) var(--mdg-space-3);
  }
  .acts,
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
  }
  form {
    padding: var(--mdg-space-3);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-1);
  }
  textarea.field {
    min-height: 60px;
    resize: vertical;
  }
  fieldset {
    min-width: 0;
    margin: 0 0 var(--mdg-space-3);
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-bottom: var(--mdg-space-1);
    font-size: var(--mdg-size-13);
    font-weight: 600;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 32px;
    font-size: var(--mdg-size-13);
    cursor: pointer;
  }
  .tick input {
    width: 18px;
    height: 18px;
    flex: none;
    accent-color: var(--mdg-accent);
  }
  .row {
    flex-wrap: nowrap;
    margin-top: var(--mdg-space-1);
  }
  .row .cut,
  .row input {
    flex: 1;
    min-width: 0;
  }
  .row select {
    width: 64px;
    padding-inline: var(--mdg-space-2);
  }
  .hint,
  .done {
    margin: var(--mdg-space-1) 0 var(--mdg-space-2);
    font-size: var(--mdg-size-12);
  }
  .done {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--mdg-good);
  }
  .problem {
    margin-bottom: var(--mdg-space-2);
  }
  .icon {
    width: 18px;
    height: 18px;
  }
`
