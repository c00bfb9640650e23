/** The look of the talk column. */
import { css } from 'lit'

export const talkLook = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
    container-type: inline-size;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    min-height: 56px;
    padding: var(--mdg-space-2) var(--mdg-space-4) var(--mdg-space-2) var(--mdg-space-5);
    border-bottom: 1px solid var(--mdg-line);
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  h2 {
    font-size: var(--mdg-size-16);
    line-height: 1.4;
  }
  .facts {
    display: flex;
    gap: var(--mdg-space-2);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .facts .icon {
    width: 16px;
    height: 16px;
  }
  .resting {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-2) var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .resting.stirred {
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
  }
  .back {
    display: none;
  }
  .calling {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-4) var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
    background: var(--mdg-waiting-soft);
  }
  .calling span {
    flex: 1;
  }
  mdg-a-log {
    flex: 1;
    min-height: 0;
  }
  mdg-a-call:not(:defined) {
    display: block;
    min-height: 57px;
  }
  /** A call that is made large takes the room of what was written. */
  mdg-a-call[large] ~ * {
    display: none;
  }
  .callVideo {
    width: 36px;
    padding: 0;
  }
  .problem {
    margin: var(--mdg-space-2) var(--mdg-space-4) 0;
  }
  .none {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-5);
    color: var(--mdg-text-2);
    text-align: center;
    text-wrap: balance;
  }
  .none .strong {
    color: var(--mdg-text);
    font-weight: 600;
  }
  .facts mdg-a-timer {
    flex: none;
  }
  /* The words go before what they stand beside is cut; each is the name of its button all the same. */
  @container (max-width: 760px) {
    :is(.callVoice, .park) span,
    :is(.callVoice, .park) kbd {
      display: none;
    }
    :is(.callVoice, .park) {
      width: 36px;
      padding: 0;
    }
  }
  @container (max-width: 560px) {
    .act span,
    .act kbd {
      display: none;
    }
    .act {
      width: 36px;
      padding: 0;
    }
  }
  @media (max-width: 767px) {
    header {
      gap: var(--mdg-space-1);
      padding-inline: var(--mdg-space-1) var(--mdg-space-2);
    }
    .back {
      display: inline-flex;
    }
    .act span,
    .act kbd {
      display: none;
    }
    .act {
      width: 44px;
      padding: 0;
    }
    .callVideo {
      display: none;
    }
  }
`
