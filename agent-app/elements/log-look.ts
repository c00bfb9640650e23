/** The look of a talk. */
import { css } from 'lit'

export const logLook = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .rows {
    display: flex;
    flex-direction: column;
    justify-content: var(--mdg-a-log-from, flex-end);
    min-height: 100%;
    padding: var(--mdg-space-4) var(--mdg-space-5) 0;
  }
  .day,
  .new {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    margin: var(--mdg-space-4) 0 var(--mdg-space-2);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .day::before,
  .day::after,
  .new::before {
    content: '';
    flex: 1;
    height: 1px;
    background: var(--mdg-line);
  }
  .new {
    margin: var(--mdg-space-3) 0 0;
    color: var(--mdg-accent);
    font-weight: 600;
  }
  .new::before {
    background: var(--mdg-accent);
  }
  .noted {
    margin: var(--mdg-space-3) 0 0 auto;
    max-width: min(640px, 86%);
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border: 1px dashed var(--mdg-waiting);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-waiting-soft);
    overflow-wrap: anywhere;
  }
  .noted .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-1) var(--mdg-space-2);
    margin: 0 0 2px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
  }
  .noted .who .icon {
    width: 14px;
    height: 14px;
  }
  .noted .private {
    font-weight: 650;
  }
  .noted .text {
    white-space: pre-wrap;
  }
  .noted .named {
    color: var(--mdg-accent-strong);
  }
  .line {
    margin: var(--mdg-space-2) auto;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .note {
    margin-top: var(--mdg-space-1);
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-waiting-soft);
    color: var(--mdg-text);
    font-size: var(--mdg-size-13);
    text-align: start;
    white-space: pre-wrap;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 3px;
    max-width: min(78%, 640px);
    margin-top: 3px;
  }
  .message.first {
    margin-top: var(--mdg-space-3);
  }
  .message.ours {
    align-items: flex-end;
    align-self: flex-end;
  }
  .who {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .who b {
    color: var(--mdg-text);
    font-weight: 600;
  }
  .bubble {
    max-width: 100%;
    padding: 7px var(--mdg-space-3);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-2);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .theirs .bubble {
    border-end-start-radius: 3px;
  }
  .ours .bubble {
    border-end-end-radius: 3px;
    background: var(--mdg-accent-soft);
  }
  .bot .who {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-1);
  }
  .bot .who .icon {
    width: 16px;
    height: 16px;
  }
  .tag {
    padding: 0 5px;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-1);
  }
  .bot .bubble,
  .system .bubble {
    border: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
  }
  .bot .bubble {
    border-style: dashed;
    border-color: var(--mdg-edge);
    color: var(--mdg-text-2);
  }
  a {
    color: var(--mdg-accent);
    text-underline-offset: 2px;
  }
  .file {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-2);
    max-width: 100%;
    min-height: 36px;
    padding: 4px var(--mdg-space-3);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-0);
    color: inherit;
    font-size: var(--mdg-size-13);
    text-decoration: none;
  }
  a.file:hover {
    background: var(--mdg-surface-2);
  }
  .receipt {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 4px var(--mdg-space-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .receipt .icon {
    width: 14px;
    height: 14px;
  }
  .receipt.read {
    color: var(--mdg-accent);
  }
  .receipt.failed {
    color: var(--mdg-wrong);
  }
  .receipt .button {
    color: var(--mdg-text);
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    width: 5px;
    height: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: breathe 1.2s infinite ease-in-out;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes breathe {
    50% {
      opacity: 0.3;
    }
  }
  .to-end {
    position: absolute;
    bottom: var(--mdg-space-3);
    left: 50%;
    transform: translateX(-50%);
    border-radius: 16px;
    box-shadow: var(--mdg-shadow);
  }
  @media (max-width: 767px) {
    .rows {
      padding-inline: var(--mdg-space-4);
    }
    .message {
      max-width: 88%;
    }
  }
`
